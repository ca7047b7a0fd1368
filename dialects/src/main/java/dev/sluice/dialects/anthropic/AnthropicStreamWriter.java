package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a stream, as it was where it comes from this dialect. */
final class AnthropicStreamWriter implements StreamWriter {
  private final EventReplay replay = new EventReplay();
  private final EventWriter writer;
  private boolean failed;
  private boolean same;
  private boolean ended;

  AnthropicStreamWriter(ReplyContext context) {
    writer = new EventWriter(context);
  }

  @Override
  public List<SseEvent> write(ReplyEvents reply) {
    List<SseEvent> out = new ArrayList<>(reply.getEvents().size());
    if (failed || ended) {
      return out;
    }
    for (CanonicalEvent event : reply.getEvents()) {
      failed |= event.getKind() == EventKind.ERROR;
    }
    same = reply.getDialect().equals(AnthropicDialect.NAME);
    if (same) {
      replay.write(reply.getEvents(), out);
    } else {
      for (CanonicalEvent event : reply.getEvents()) {
        writer.write(event, out);
      }
      failed |= writer.broken();
    }
    return out;
  }

  @Override
  public List<SseEvent> end(Map<String, String> usageFields) {
    List<SseEvent> out = new ArrayList<>(3);
    if (!ended && !failed) {
      if (same) {
        replay.close(usageFields, out);
      } else {
        writer.end(usageFields, out);
      }
    }
    ended = true;
    return out;
  }

  @Override
  public List<SseEvent> fail(ErrorInfo error) {
    List<SseEvent> out = new ArrayList<>(1);
    if (!ended && !failed) {
      writer.tellWaiting(out);
      CanonicalEvent event = Canonical.event(EventKind.ERROR);
      event.setError(error);
      out.add(ErrorWriter.event(event));
    }
    ended = true;
    return out;
  }
}
