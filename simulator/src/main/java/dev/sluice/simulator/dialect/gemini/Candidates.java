package dev.sluice.simulator.dialect.gemini;

import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Finish;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Reply;
import dev.sluice.simulator.dialect.Text;

/** The parts of candidates as JSON. */
final class Candidates {

  private Candidates() {}

  static void open(StringBuilder json) {
    json.append("{\"content\":{\"parts\":[");
  }

  static void close(int index, String finish, StringBuilder json) {
    json.append("],\"role\":\"model\"}");
    if (!finish.isEmpty()) {
      json.append(",\"finishReason\":\"").append(finish).append('"');
    }
    json.append(",\"index\":").append(index).append('}');
  }

  /** A whole candidate: thoughts, then a text or a call. */
  static void whole(Reply reply, int index, StringBuilder json) {
    Choice choice = reply.choices().get(index);
    open(json);
    if (choice.reasoning().tokens() > 0) {
      json.append("{\"text\":\"");
      choice.reasoning().appendEscaped(json);
      json.append("\",\"thought\":true},");
    }
    if (choice.callsTool()) {
      call(reply, choice, json);
    } else {
      json.append("{\"text\":\"");
      choice.text().appendEscaped(json);
      json.append("\"}");
    }
    close(index, choice.finish().gemini(), json);
  }

  /** A call comes whole and without an id; its proof is there where there were thoughts. */
  static void call(Reply reply, Choice choice, StringBuilder json) {
    json.append("{\"functionCall\":{\"name\":");
    JsonText.quote(choice.tool(), json);
    json.append(",\"args\":").append(arguments(choice)).append('}');
    if (choice.reasoning().tokens() > 0) {
      json.append(",\"thoughtSignature\":\"c2ltdWxhdG9y").append(reply.serial()).append('"');
    }
    json.append('}');
  }

  /** The object, or an empty one where the output limit cut the arguments short. */
  private static String arguments(Choice choice) {
    boolean complete = choice.finish() == Finish.TOOL;
    return complete && choice.text() instanceof Text.Cut cut ? cut.text() : "{}";
  }

  /** What stands behind the candidates of an answer. */
  static void envelope(Reply reply, StringBuilder json) {
    json.append(",\"modelVersion\":");
    JsonText.quote(reply.model(), json);
    json.append(",\"responseId\":\"sim_").append(reply.serial()).append("\"}");
  }
}
