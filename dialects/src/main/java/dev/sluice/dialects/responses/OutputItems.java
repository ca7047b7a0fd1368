package dev.sluice.dialects.responses;

import dev.sluice.dialects.json.JsonText;
import org.jspecify.annotations.Nullable;

/** The items of an output, as JSON text, for answers of other dialects. */
final class OutputItems {
  private OutputItems() {}

  private static JsonText item(String id, String type) {
    return new JsonText(256).object().field("id", id).field("type", type);
  }

  /** What the model thought. */
  static String reasoning(String id, @Nullable String text, @Nullable String encrypted) {
    JsonText out = item(id, "reasoning").array("summary");
    if (text != null && !text.isEmpty()) {
      out.raw(summary(text));
    }
    out.endArray();
    if (encrypted == null) {
      out.nullField("encrypted_content");
    } else {
      out.field("encrypted_content", encrypted);
    }
    return out.endObject().text();
  }

  static String summary(String text) {
    return new JsonText(text.length() + 48)
        .object()
        .field("type", "summary_text")
        .field("text", text)
        .endObject()
        .text();
  }

  /** A message with one part, or none yet. */
  static String message(String id, String status, @Nullable String part) {
    JsonText out = item(id, "message").field("status", status).field("role", "assistant");
    out.array("content");
    if (part != null) {
      out.raw(part);
    }
    return out.endArray().endObject().text();
  }

  /** A part of a message. */
  static String part(boolean refusal, String text) {
    JsonText out = new JsonText(text.length() + 64).object();
    if (refusal) {
      out.field("type", "refusal").field("refusal", text);
    } else {
      out.field("type", "output_text").field("text", text);
      out.array("annotations").endArray().array("logprobs").endArray();
    }
    return out.endObject().text();
  }

  static String call(
      String id, String status, String callId, @Nullable String name, String arguments) {
    JsonText out = item(id, "function_call").field("status", status).field("call_id", callId);
    out.field("name", name == null ? "" : name).field("arguments", arguments);
    return out.endObject().text();
  }
}
