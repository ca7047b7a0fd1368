package dev.sluice.dialects.responses;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.EventKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the items of a stream. */
final class StreamItems {
  private static final int MOST = 100_000;

  private final Map<Integer, Integer> toolOfItem = new HashMap<>();
  private final Set<Integer> told = new HashSet<>();
  private final Map<String, Long> billed = new HashMap<>(0);

  /** Whether any function was called. */
  boolean called() {
    return !toolOfItem.isEmpty();
  }

  Map<String, Long> billedCalls() {
    return billed;
  }

  /** The string that this JSON text is, empty where it is none. */
  static String text(@Nullable String json) throws IOException {
    if (json == null) {
      return "";
    }
    try (JsonCursor in = JsonCursor.ofValue(json)) {
      String text = in.stringOrSkip();
      return text == null ? "" : text;
    }
  }

  static Map<String, String> fields(String json) throws IOException {
    try (JsonCursor in = JsonCursor.ofValue(json)) {
      return in.isObject() ? in.rawFields() : Map.of();
    }
  }

  /** The index of an item or of a part of one. */
  private static int index(@Nullable String json) throws IOException {
    if (json == null) {
      return 0;
    }
    try (JsonCursor in = JsonCursor.ofValue(json)) {
      Long index = in.longOrSkip();
      return index == null || index < 0 || index > MOST ? 0 : index.intValue();
    }
  }

  /** Reads a delta; false where the event is none that all dialects know. */
  boolean delta(String type, Map<String, String> fields, List<CanonicalEvent> events)
      throws IOException {
    EventKind kind =
        switch (type) {
          case "response.output_text.delta" -> EventKind.TEXT_DELTA;
          case "response.refusal.delta" -> EventKind.REFUSAL_DELTA;
          case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
              EventKind.REASONING_DELTA;
          case "response.function_call_arguments.delta" -> EventKind.TOOL_ARGS_DELTA;
          default -> EventKind.UNKNOWN;
        };
    String delta = fields.get("delta");
    if (kind == EventKind.UNKNOWN || delta == null || !delta.startsWith("\"")) {
      return false;
    }
    int item = index(fields.get("output_index"));
    CanonicalEvent event = piece(kind, item, text(delta));
    event.setWireField(type);
    fields.remove("type");
    fields.remove("delta");
    fields.remove("obfuscation");
    event.setExtras(fields);
    told.add(item);
    events.add(event);
    return true;
  }

  private CanonicalEvent piece(EventKind kind, int item, String text) {
    CanonicalEvent event = Canonical.event(kind);
    event.setPart(item);
    event.setTool(toolOfItem.getOrDefault(item, 0));
    event.setText(text);
    return event;
  }

  /** Reads any other event. */
  void read(String type, Map<String, String> fields, List<CanonicalEvent> events)
      throws IOException {
    int index = index(fields.get("output_index"));
    String item = fields.get("item");
    switch (type) {
      case "response.output_item.added" -> {
        if (item != null) {
          added(index, fields(item), item, events);
        }
      }
      case "response.output_item.done" -> {
        if (item != null) {
          done(index, fields(item), item, events);
        }
      }
      case "response.reasoning_summary_part.added" -> {
        if (told.contains(index)) {
          events.add(piece(EventKind.REASONING_DELTA, index, "\n\n"));
        }
      }
      case "response.function_call_arguments.done" ->
          missed(EventKind.TOOL_ARGS_DELTA, index, text(fields.get("arguments")), events);
      case "response.output_text.done" ->
          missed(EventKind.TEXT_DELTA, index, text(fields.get("text")), events);
      default -> {}
    }
  }

  /** Some servers tell a content whole, without deltas before. */
  private void missed(EventKind kind, int index, String whole, List<CanonicalEvent> events) {
    if (!whole.isEmpty() && told.add(index)) {
      events.add(piece(kind, index, whole));
    }
  }

  private static ContentKind kind(String type) {
    return switch (type) {
      case "message" -> ContentKind.TEXT;
      case "reasoning" -> ContentKind.REASONING;
      case "function_call" -> ContentKind.TOOL_CALL;
      default -> ContentKind.PROVIDER;
    };
  }

  private void added(int index, Map<String, String> item, String raw, List<CanonicalEvent> events)
      throws IOException {
    ContentKind kind = kind(text(item.get("type")));
    CanonicalEvent event = Canonical.event(EventKind.PART_START);
    event.setPart(index);
    event.setPartKind(kind);
    if (kind == ContentKind.TOOL_CALL) {
      int tool = toolOfItem.size();
      toolOfItem.put(index, tool);
      event.setKind(EventKind.TOOL_CALL_START);
      event.setTool(tool);
      event.setId(text(item.get("call_id")));
      event.setName(text(item.get("name")));
    } else if (kind == ContentKind.PROVIDER) {
      event.setText(raw);
    }
    events.add(event);
  }

  private void done(int index, Map<String, String> item, String raw, List<CanonicalEvent> events)
      throws IOException {
    ContentKind kind = kind(text(item.get("type")));
    switch (kind) {
      case TOOL_CALL -> {
        if (!toolOfItem.containsKey(index)) {
          added(index, item, raw, events);
        }
        missed(EventKind.TOOL_ARGS_DELTA, index, text(item.get("arguments")), events);
      }
      case REASONING -> {
        String encrypted = text(item.get("encrypted_content"));
        if (!encrypted.isEmpty()) {
          String proof = Signatures.ofOpenAi(text(item.get("id")), encrypted);
          events.add(piece(EventKind.SIGNATURE, index, proof));
        }
      }
      case PROVIDER -> Status.count(raw, billed);
      default -> {}
    }
    CanonicalEvent stop = Canonical.event(EventKind.PART_STOP);
    stop.setPart(index);
    stop.setPartKind(kind);
    stop.setText(kind == ContentKind.PROVIDER ? raw : null);
    events.add(stop);
  }
}
