package dev.sluice.dialects.openai;

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

/** Writes a stream, as it was where it comes from this dialect. Ends with {@code [DONE]}. */
final class OpenAiStreamWriter implements StreamWriter {
  private static final SseEvent DONE = SseEvent.of("[DONE]");

  private final ChunkReplay replay;
  private final ChunkWriter writer;
  private boolean failed;
  private boolean same;
  private boolean ended;

  OpenAiStreamWriter(ReplyContext context) {
    replay = new ChunkReplay(context.includeUsage());
    writer = new ChunkWriter(context);
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
    same = reply.getDialect().equals(OpenAiDialect.NAME);
    if (same) {
      replay.write(reply.getEvents(), out);
    } else {
      for (CanonicalEvent event : reply.getEvents()) {
        writer.write(event, reply.getDialect(), out);
      }
    }
    return out;
  }

  @Override
  public List<SseEvent> end(Map<String, String> usageFields) {
    List<SseEvent> out = new ArrayList<>(3);
    if (ended) {
      return out;
    }
    ended = true;
    if (same) {
      replay.end(usageFields, out);
    } else {
      writer.end(usageFields, failed, out);
    }
    out.add(DONE);
    return out;
  }

  @Override
  public List<SseEvent> fail(ErrorInfo error) {
    List<SseEvent> out = new ArrayList<>(2);
    if (ended) {
      return out;
    }
    ended = true;
    if (!failed) {
      failed = true;
      CanonicalEvent event = Canonical.event(EventKind.ERROR);
      event.setError(error);
      out.add(SseEvent.of(ErrorWriter.event(event)));
    }
    out.add(DONE);
    return out;
  }
}
