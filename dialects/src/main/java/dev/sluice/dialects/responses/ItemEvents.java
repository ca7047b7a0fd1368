package dev.sluice.dialects.responses;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import java.util.List;

/** The events of items, numbered. */
final class ItemEvents {
  private long sequence;

  long sequence() {
    return sequence;
  }

  private void add(String type, JsonText data, List<SseEvent> out) {
    out.add(new SseEvent(type, data.endObject().bytes()));
  }

  private JsonText head(String type) {
    return new JsonText(256).object().field("type", type).field("sequence_number", sequence++);
  }

  private JsonText head(String type, OpenItem item) {
    return head(type).field("item_id", item.id()).field("output_index", item.index());
  }

  void response(String type, String object, List<SseEvent> out) {
    add(type, head(type).rawField("response", object), out);
  }

  private void item(String type, OpenItem item, String json, List<SseEvent> out) {
    add(type, head(type).field("output_index", item.index()).rawField("item", json), out);
  }

  void added(OpenItem item, List<SseEvent> out) {
    item("response.output_item.added", item, item.json("in_progress"), out);
    boolean refusal = item.kind() == OpenItem.Kind.REFUSAL;
    if (refusal || item.kind() == OpenItem.Kind.TEXT) {
      String type = "response.content_part.added";
      JsonText data = head(type, item).field("content_index", 0);
      add(type, data.rawField("part", OutputItems.part(refusal, "")), out);
    }
  }

  void delta(OpenItem item, String text, List<SseEvent> out) {
    switch (item.kind()) {
      case TEXT -> {
        String type = "response.output_text.delta";
        JsonText data = head(type, item).field("content_index", 0).field("delta", text);
        add(type, data.array("logprobs").endArray(), out);
      }
      case REFUSAL -> {
        String type = "response.refusal.delta";
        add(type, head(type, item).field("content_index", 0).field("delta", text), out);
      }
      case REASONING -> {
        if (item.text().length() == text.length()) {
          String type = "response.reasoning_summary_part.added";
          JsonText data = head(type, item).field("summary_index", 0);
          add(type, data.rawField("part", OutputItems.summary("")), out);
        }
        String type = "response.reasoning_summary_text.delta";
        add(type, head(type, item).field("summary_index", 0).field("delta", text), out);
      }
      case CALL -> {
        String type = "response.function_call_arguments.delta";
        add(type, head(type, item).field("delta", text), out);
      }
    }
  }

  /** Ends an item; the item as it is then. */
  String done(OpenItem item, String status, List<SseEvent> out) {
    switch (item.kind()) {
      case TEXT -> {
        String type = "response.output_text.done";
        JsonText data = head(type, item).field("content_index", 0).field("text", item.text());
        add(type, data.array("logprobs").endArray(), out);
        part(item, false, out);
      }
      case REFUSAL -> {
        String type = "response.refusal.done";
        add(type, head(type, item).field("content_index", 0).field("refusal", item.text()), out);
        part(item, true, out);
      }
      case REASONING -> {
        if (!item.text().isEmpty()) {
          summary(item, out);
        }
      }
      case CALL -> {
        String type = "response.function_call_arguments.done";
        add(type, head(type, item).field("arguments", item.arguments()), out);
      }
    }
    String json = item.json(status);
    item("response.output_item.done", item, json, out);
    return json;
  }

  private void part(OpenItem item, boolean refusal, List<SseEvent> out) {
    String type = "response.content_part.done";
    JsonText data = head(type, item).field("content_index", 0);
    add(type, data.rawField("part", OutputItems.part(refusal, item.text())), out);
  }

  private void summary(OpenItem item, List<SseEvent> out) {
    String type = "response.reasoning_summary_text.done";
    add(type, head(type, item).field("summary_index", 0).field("text", item.text()), out);
    String part = "response.reasoning_summary_part.done";
    JsonText data = head(part, item).field("summary_index", 0);
    add(part, data.rawField("part", OutputItems.summary(item.text())), out);
  }
}
