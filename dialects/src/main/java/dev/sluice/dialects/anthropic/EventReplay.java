package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes events that were read from this dialect as they were. The event with the final usage is
 * held back, so that the end of the stream can add to it.
 */
final class EventReplay {
  private @Nullable CanonicalEvent finish;
  private @Nullable TokenUsage usage;
  private @Nullable CanonicalEvent stop;
  private boolean finished;
  private boolean stopped;

  void write(List<CanonicalEvent> events, List<SseEvent> out) {
    for (int i = 0; i < events.size(); i++) {
      CanonicalEvent event = events.get(i);
      CanonicalEvent next = i + 1 < events.size() ? events.get(i + 1) : null;
      TokenUsage joined =
          next != null && next.getJoins() && next.getKind() == EventKind.USAGE
              ? next.getUsage()
              : null;
      write(event, joined, out);
    }
  }

  private void write(CanonicalEvent event, @Nullable TokenUsage joined, List<SseEvent> out) {
    switch (event.getKind()) {
      case START -> out.add(start(event, joined));
      case PART_START, TOOL_CALL_START -> out.add(blockStart(event));
      case PART_STOP ->
          out.add(
              named(
                  "content_block_stop",
                  head("content_block_stop").field("index", event.getPart())));
      case TEXT_DELTA -> out.add(delta(event, "text_delta", "text"));
      case REASONING_DELTA -> out.add(delta(event, "thinking_delta", "thinking"));
      case SIGNATURE -> out.add(delta(event, "signature_delta", "signature"));
      case TOOL_ARGS_DELTA -> out.add(delta(event, "input_json_delta", "partial_json"));
      case EXTRAS -> {
        String text = event.getText();
        if (text != null) {
          out.add(new SseEvent(event.getName(), text.getBytes(StandardCharsets.UTF_8)));
        }
      }
      case FINISH -> {
        end(Map.of(), out);
        finish = event;
        finished = true;
        usage = joined;
      }
      case STOP -> stop = event;
      case ERROR -> out.add(ErrorWriter.event(event));
      case USAGE, REFUSAL_DELTA, CHUNK, CHOICE, DELTA, UNKNOWN -> {}
    }
  }

  private static JsonText head(String type) {
    return new JsonText(160).object().field("type", type);
  }

  private static SseEvent named(String name, JsonText data) {
    return new SseEvent(name, data.endObject().bytes());
  }

  private static SseEvent start(CanonicalEvent event, @Nullable TokenUsage usage) {
    JsonText out = head("message_start").object("message");
    out.fieldIfSet("id", event.getId()).fieldIfSet("model", event.getName());
    out.rawFields(event.getExtras());
    if (usage != null) {
      AnthropicUsage.write(out, usage, Map.of());
    }
    return named("message_start", out.endObject());
  }

  private static SseEvent blockStart(CanonicalEvent event) {
    JsonText out = head("content_block_start").field("index", event.getPart());
    String text = event.getText();
    if (event.getPartKind() == ContentKind.PROVIDER && text != null) {
      return named("content_block_start", out.rawField("content_block", text));
    }
    out.object("content_block");
    switch (event.getPartKind()) {
      case TEXT -> out.field("type", "text").field("text", "");
      case REASONING -> out.field("type", "thinking").field("thinking", "");
      case REDACTED_REASONING ->
          out.field("type", "redacted_thinking").fieldIfSet("data", event.getText());
      default -> {
        out.field("type", "tool_use").fieldIfSet("id", event.getId());
        out.fieldIfSet("name", event.getName());
      }
    }
    return named("content_block_start", out.rawFields(event.getExtras()).endObject());
  }

  private static SseEvent delta(CanonicalEvent event, String type, String field) {
    JsonText out = head("content_block_delta").field("index", event.getPart());
    out.object("delta").field("type", type).fieldIfSet(field, event.getText());
    return named("content_block_delta", out.endObject());
  }

  /** Writes what was held back, and the end of a message that the provider left out. */
  void close(Map<String, String> usageFields, List<SseEvent> out) {
    end(usageFields, out);
    if (finished && !stopped) {
      out.add(named("message_stop", head("message_stop")));
    }
  }

  /** Writes what was held back. */
  private void end(Map<String, String> usageFields, List<SseEvent> out) {
    CanonicalEvent held = finish;
    if (held != null) {
      finish = null;
      JsonText text = head("message_delta").object("delta");
      text.fieldIfSet("stop_reason", held.getWireField()).rawFields(held.getExtras()).endObject();
      if (usage != null) {
        AnthropicUsage.write(text, usage, usageFields);
      }
      out.add(named("message_delta", text.rawFields(held.getInnerExtras())));
    }
    CanonicalEvent last = stop;
    if (last != null) {
      stop = null;
      stopped = true;
      out.add(named("message_stop", head("message_stop").rawFields(last.getExtras())));
    }
  }
}
