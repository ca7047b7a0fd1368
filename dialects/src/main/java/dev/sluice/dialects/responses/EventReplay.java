package dev.sluice.dialects.responses;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes events that were read from this dialect as they were: deltas from their pieces, all others
 * from their text. The last one, which has the usage, is held back, so that the end of the stream
 * can add to it.
 */
final class EventReplay {
  private final ReplyContext context;
  private ResponseObject response;
  private @Nullable CanonicalEvent last;
  private long written;

  EventReplay(ReplyContext context) {
    this.context = context;
    this.response = ResponseObject.of(context);
  }

  void write(CanonicalEvent event, List<SseEvent> out) {
    String field = event.getWireField();
    String text = event.getText();
    switch (event.getKind()) {
      case START -> start(event);
      case TEXT_DELTA, REFUSAL_DELTA, REASONING_DELTA, TOOL_ARGS_DELTA -> {
        if (field != null && text != null) {
          JsonText data = new JsonText(256).object().field("type", field).field("delta", text);
          add(field, data.rawFields(event.getExtras()).endObject().bytes(), out);
        }
      }
      case EXTRAS -> {
        if (EventReader.isLast(event.getName())) {
          last = event;
        } else if (text != null) {
          add(event.getName(), text.getBytes(StandardCharsets.UTF_8), out);
        }
      }
      case ERROR -> {
        ErrorInfo error = event.getError();
        fail(
            error == null ? Canonical.error(ErrorKind.INTERNAL, 0, "The stream broke.") : error,
            out);
      }
      default -> {}
    }
  }

  private void start(CanonicalEvent event) {
    response =
        new ResponseObject(
            event.getId() == null ? response.id() : event.getId(),
            event.getCreated() == null ? response.created() : event.getCreated(),
            event.getName() == null ? response.model() : event.getName());
  }

  private void add(@Nullable String name, byte[] data, List<SseEvent> out) {
    written++;
    out.add(new SseEvent(name, data));
  }

  /** Writes what was held back. */
  void end(Map<String, String> usageFields, List<SseEvent> out) {
    CanonicalEvent held = last;
    String text = held == null ? null : held.getText();
    if (held == null || text == null) {
      return;
    }
    last = null;
    String data = usageFields.isEmpty() ? text : extended(text, usageFields);
    add(held.getName(), data.getBytes(StandardCharsets.UTF_8), out);
  }

  private static String extended(String text, Map<String, String> usageFields) {
    try (JsonCursor in = JsonCursor.ofValue(text)) {
      Map<String, String> fields = in.rawFields();
      String response = fields.get("response");
      if (response != null) {
        fields.put("response", withUsage(response, usageFields));
      }
      return new JsonText(text.length() + 256).object().rawFields(fields).endObject().text();
    } catch (IOException e) {
      return text; // read already
    }
  }

  private static String withUsage(String response, Map<String, String> usageFields)
      throws IOException {
    try (JsonCursor in = JsonCursor.ofValue(response)) {
      Map<String, String> fields = in.rawFields();
      String usage = fields.get("usage");
      String given = usage != null && usage.startsWith("{") ? usage : "{}";
      fields.put("usage", ResponsesUsage.extended(given, usageFields));
      return new JsonText(response.length() + 256).object().rawFields(fields).endObject().text();
    }
  }

  void fail(ErrorInfo error, List<SseEvent> out) {
    out.addAll(StreamFailure.events(error, response, context, written));
  }
}
