package dev.sluice.provider.calls;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What a model wrote, out of an answer that is not what its dialect says: cut off JSON, a page of
 * HTML. It was made, so it is counted. Pure.
 */
final class UnreadableAnswer {
  private static final int MOST_BYTES = 64 << 10;
  private static final JsonFactory JSON = new JsonFactory();

  /** Members whose strings are output, in the dialects that we speak. */
  private static final Set<String> OUTPUT =
      Set.of(
          "content",
          "text",
          "refusal",
          "arguments",
          "name",
          "thinking",
          "reasoning",
          "reasoning_content");

  private UnreadableAnswer() {}

  /** The text to count: members that hold output, as far as it is JSON; all of it if it is none. */
  static String output(byte[] answer) {
    int length = Math.min(answer.length, MOST_BYTES);
    StringBuilder output = new StringBuilder();
    boolean json = false;
    try (JsonParser parser = JSON.createParser(answer, 0, length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        json = true;
        if (token == JsonToken.VALUE_STRING && OUTPUT.contains(parser.currentName())) {
          output.append(parser.getText());
        }
      }
    } catch (IOException e) {
      int from = json ? openString(answer, length) : 0;
      output.append(new String(answer, from, length - from, StandardCharsets.UTF_8));
    }
    return output.toString();
  }

  /** Where the string begins that the answer was cut in; its length where it was cut elsewhere. */
  private static int openString(byte[] answer, int length) {
    int opened = length;
    boolean inside = false;
    for (int at = 0; at < length; at++) {
      if (answer[at] == '\\') {
        at++;
      } else if (answer[at] == '"') {
        inside = !inside;
        opened = inside ? at + 1 : length;
      }
    }
    return opened;
  }
}
