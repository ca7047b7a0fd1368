package dev.sluice.dialects.responses;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a stream, as it was where it comes from this dialect. No end mark follows. */
final class ResponsesStreamWriter implements StreamWriter {
  private final EventReplay replay;
  private final EventWriter writer;
  private boolean failed;
  private boolean same;
  private boolean ended;

  ResponsesStreamWriter(ReplyContext context) {
    replay = new EventReplay(context);
    writer = new EventWriter(context);
  }

  @Override
  public List<SseEvent> write(ReplyEvents reply) {
    List<SseEvent> out = new ArrayList<>(reply.getEvents().size());
    if (failed || ended) {
      return out;
    }
    same = reply.getDialect().equals(ResponsesDialect.NAME);
    for (CanonicalEvent event : reply.getEvents()) {
      failed |= event.getKind() == EventKind.ERROR;
      if (same) {
        replay.write(event, out);
      } else {
        writer.write(event, out);
      }
    }
    return out;
  }

  @Override
  public List<SseEvent> end(Map<String, String> usageFields) {
    List<SseEvent> out = new ArrayList<>(3);
    if (!ended) {
      ended = true;
      if (same) {
        replay.end(usageFields, out);
      } else if (!failed) {
        writer.end(usageFields, out);
      }
    }
    return out;
  }

  @Override
  public List<SseEvent> fail(ErrorInfo error) {
    List<SseEvent> out = new ArrayList<>(2);
    if (!ended && !failed) {
      if (same) {
        replay.fail(error, out);
      } else {
        writer.fail(error, out);
      }
    }
    ended = true;
    return out;
  }
}
