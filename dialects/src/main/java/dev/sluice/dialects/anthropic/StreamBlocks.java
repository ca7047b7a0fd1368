package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.EventKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a stream. A block that only this dialect knows is put together from its pieces and
 * told whole when it stops, so that other dialects can keep it.
 */
final class StreamBlocks {
  private final Map<Integer, Open> open = new HashMap<>();
  private int tools;

  /** A block that has started. */
  private static final class Open {
    final ContentKind kind;
    final int tool;
    final @Nullable String raw;
    final StringBuilder input = new StringBuilder(0);

    Open(ContentKind kind, int tool, @Nullable String raw) {
      this.kind = kind;
      this.tool = tool;
      this.raw = raw;
    }
  }

  void start(int index, @Nullable String raw, List<CanonicalEvent> events) throws IOException {
    if (raw == null) {
      return;
    }
    CanonicalEvent event = Canonical.event(EventKind.PART_START);
    event.setPart(index);
    var extras = new Bag();
    String text = null;
    String type = "";
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      while (in.nextField()) {
        switch (in.field()) {
          case "type" -> type = or(in.stringOrSkip(), "");
          case "id" -> event.setId(in.stringOrSkip());
          case "name" -> event.setName(in.stringOrSkip());
          case "text", "thinking" -> text = in.stringOrSkip();
          case "data" -> event.setText(in.stringOrSkip());
          default -> extras.keep(in);
        }
      }
    }
    ContentKind kind = EventReader.kindOf(type);
    event.setPartKind(kind);
    event.setExtras(extras.fields());
    open.put(index, new Open(kind, tools, kind == ContentKind.PROVIDER ? raw : null));
    switch (kind) {
      case TOOL_CALL -> {
        event.setKind(EventKind.TOOL_CALL_START);
        event.setTool(tools++);
        event.setText(wholeInput(extras.fields().get("input")));
      }
      case PROVIDER -> {
        event.setText(raw);
        event.setExtras(Map.of());
      }
      default -> {}
    }
    events.add(event);
    if (text != null && !text.isEmpty() && kind != ContentKind.PROVIDER) {
      EventKind delta = kind == ContentKind.TEXT ? EventKind.TEXT_DELTA : EventKind.REASONING_DELTA;
      piece(delta, index, text, events);
    }
  }

  /** The input comes in pieces after an empty object, or at once. */
  private static @Nullable String wholeInput(@Nullable String input) {
    boolean empty = input == null || input.equals("null") || input.replace(" ", "").equals("{}");
    return empty ? null : input;
  }

  void delta(int index, @Nullable String raw, SseEvent whole, List<CanonicalEvent> events)
      throws IOException {
    Open block = open.get(index);
    if (raw == null || block == null) {
      events.add(EventReader.verbatim(whole));
      return;
    }
    String type = "";
    String text = null;
    boolean more = false;
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      while (in.nextField()) {
        switch (in.field()) {
          case "type" -> type = or(in.stringOrSkip(), "");
          case "text", "thinking", "partial_json", "signature" -> text = in.stringOrSkip();
          default -> {
            more = true;
            in.skip();
          }
        }
      }
    }
    EventKind kind = text == null || more ? EventKind.EXTRAS : kind(type, block.kind);
    if (kind == EventKind.EXTRAS || text == null) {
      if (type.equals("input_json_delta") && text != null) {
        block.input.append(text);
      }
      events.add(EventReader.verbatim(whole));
      return;
    }
    CanonicalEvent event = piece(kind, index, text, events);
    event.setTool(block.tool);
  }

  private static EventKind kind(String type, ContentKind block) {
    return switch (type) {
      case "text_delta" -> EventKind.TEXT_DELTA;
      case "thinking_delta" -> EventKind.REASONING_DELTA;
      case "signature_delta" -> EventKind.SIGNATURE;
      case "input_json_delta" ->
          block == ContentKind.TOOL_CALL ? EventKind.TOOL_ARGS_DELTA : EventKind.EXTRAS;
      default -> EventKind.EXTRAS;
    };
  }

  private static CanonicalEvent piece(
      EventKind kind, int index, String text, List<CanonicalEvent> events) {
    CanonicalEvent event = Canonical.event(kind);
    event.setPart(index);
    event.setText(text);
    events.add(event);
    return event;
  }

  void stop(int index, List<CanonicalEvent> events) throws IOException {
    CanonicalEvent event = Canonical.event(EventKind.PART_STOP);
    event.setPart(index);
    Open block = open.remove(index);
    if (block != null) {
      event.setPartKind(block.kind);
      if (block.raw != null) {
        event.setText(assembled(block.raw, block.input));
      }
    }
    events.add(event);
  }

  private static String assembled(String raw, StringBuilder input) throws IOException {
    if (input.isEmpty()) {
      return raw;
    }
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      Map<String, String> fields = in.rawFields();
      fields.put("input", BlockWriter.input(input.toString()));
      return new JsonText(raw.length() + input.length())
          .object()
          .rawFields(fields)
          .endObject()
          .text();
    }
  }

  private static String or(@Nullable String text, String other) {
    return text == null ? other : text;
  }
}
