package dev.sluice.simulator.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.simulator.bill.Tokenizer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Counts and collects while messages, system prompt and tools go by. One object reads one call.
 *
 * <p>Counted are all strings and, within tools, also the names of fields; ids, roles, types and
 * other labels are free, media costs a flat number of tokens.
 */
final class PromptReader {

  private static final int MEDIA_TOKENS = 85;
  private static final int AUDIO_CHARS_PER_TOKEN = 1000;

  private final Tokenizer tokenizer;
  private int tokens = Tokenizer.PER_CALL;
  private int audioTokens;
  private int messages;
  private String lastUserText = "";
  private boolean answersTool;
  private int toolResults;

  PromptReader(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  int messages() {
    return messages;
  }

  Prompt toPrompt(Map<String, String> metadata) {
    return new Prompt(lastUserText, answersTool, toolResults, tokens, audioTokens, metadata);
  }

  void readSystem(JsonParser json) throws IOException {
    tokens += Tokenizer.PER_MESSAGE;
    count("system", json, false);
  }

  void readTools(JsonParser json, List<String> names) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      readTool(json, names);
    }
  }

  private void readTool(JsonParser json, List<String> names) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("function")) {
        readTool(json, names);
      } else {
        if (field.equals("name") && value == JsonToken.VALUE_STRING) {
          names.add(json.getText());
        }
        count(field, json, true);
      }
    }
  }

  void readMessages(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        readMessage(json);
      } else {
        json.skipChildren();
      }
    }
  }

  /** Reads OpenAI's {@code input}: the user's words, or items. */
  void readInput(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      messages++;
      lastUserText = json.getText();
      tokens += Tokenizer.PER_MESSAGE + tokenizer.count(lastUserText);
    } else {
      readMessages(json);
    }
  }

  private void readMessage(JsonParser json) throws IOException {
    messages++;
    tokens += Tokenizer.PER_MESSAGE;
    String role = "";
    boolean result = false;
    Content content = Content.EMPTY;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("role") && value == JsonToken.VALUE_STRING) {
        role = json.getText();
      } else if (field.equals("content") && value == JsonToken.VALUE_STRING) {
        content = new Content(json.getText(), 0);
        tokens += tokenizer.count(content.text());
      } else if (field.equals("content") && value == JsonToken.START_ARRAY) {
        content = readParts(json);
      } else {
        result |= field.equals("type") && "function_call_output".equals(json.getText());
        count(field, json, false);
      }
    }
    answersTool = role.equals("tool") || result || content.results() > 0;
    toolResults += role.equals("tool") || result ? 1 : content.results();
    if (role.equals("user") && !content.text().isEmpty()) {
      lastUserText = content.text();
    }
  }

  private record Content(String text, int results) {
    static final Content EMPTY = new Content("", 0);

    Content with(String more) {
      return new Content(text.isEmpty() ? more : text + '\n' + more, results);
    }
  }

  private Content readParts(JsonParser json) throws IOException {
    Content content = Content.EMPTY;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        content = readPart(json, content);
      } else {
        count("content", json, false);
      }
    }
    return content;
  }

  private Content readPart(JsonParser json, Content before) throws IOException {
    Content content = before;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("text") && value == JsonToken.VALUE_STRING) {
        content = content.with(json.getText());
      }
      if (field.equals("type") && "tool_result".equals(json.getText())) {
        content = new Content(content.text(), content.results() + 1);
      }
      count(field, json, false);
    }
    return content;
  }

  /** Counts a value of any kind and leaves the parser at its end. */
  private void count(String field, JsonParser json, boolean namesToo) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      countString(field, json);
    } else if (token == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        count(field, json, namesToo);
      }
    } else if (token == JsonToken.START_OBJECT) {
      countObject(field, json, namesToo);
    }
  }

  private void countObject(String field, JsonParser json, boolean namesToo) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String inner = json.currentName();
      json.nextToken();
      if (namesToo) {
        tokens += tokenizer.count(inner);
      }
      boolean audio = field.equals("input_audio") && inner.equals("data");
      count(audio ? "audio" : inner, json, namesToo);
    }
  }

  private void countString(String field, JsonParser json) throws IOException {
    switch (field) {
      case "role", "type", "id", "tool_call_id", "tool_use_id", "call_id" -> {}
      case "signature", "encrypted_content", "media_type", "format", "detail", "filename" -> {}
      case "audio" -> audioTokens += 1 + json.getTextLength() / AUDIO_CHARS_PER_TOKEN;
      case "data", "url", "file_data", "image_url", "file_id" -> tokens += MEDIA_TOKENS;
      default -> tokens += tokenizer.count(json.getText());
    }
  }
}
