package dev.sluice.provider.calls;

import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer as it comes in. Events before the first content are held back, so that the
 * first frame carries them together with it; later each piece that was read makes one frame. Pure
 * but for its own state; confined to the call's thread.
 */
final class StreamedAnswer {
  /** More events than this are not held back for content that does not come. */
  private static final int HELD_EVENTS = 64;

  /**
   * What one piece brought.
   *
   * @param frame events to be sent now, null where there is nothing to send
   * @param content whether the frame shows content
   * @param over what ended the stream, null where it goes on
   */
  record Step(@Nullable ReplyEvents frame, boolean content, @Nullable Over over) {}

  /** How a stream ended. */
  sealed interface Over {
    /** As it should. */
    record Complete() implements Over {}

    /** The provider told a failure. */
    record Told(ProviderFailure failure) implements Over {}

    /** It cannot be understood. */
    record Unreadable(String reason) implements Over {}

    /** It ended before it was complete. */
    record Short() implements Over {}
  }

  private final StreamFraming framing;
  private final StreamReader reader;
  private final ReceivedText received;
  private List<CanonicalEvent> held = new ArrayList<>();
  private String dialect = "";
  private String reportedModel = "";
  private boolean contentSeen;

  StreamedAnswer(StreamFraming framing, StreamReader reader, ReceivedText received) {
    this.framing = framing;
    this.reader = reader;
    this.received = received;
  }

  /** Takes a piece as it was read from the connection. */
  Step piece(byte[] bytes) {
    boolean content = read(framing.feed(bytes));
    if (reader.failure().isPresent()) {
      return step(content, new Over.Told(reader.failure().get()));
    }
    if (framing.broken().isPresent() && !reader.closed()) {
      return step(content, new Over.Unreadable(framing.broken().get()));
    }
    return step(content, reader.closed() ? closed(content) : null);
  }

  /** The provider has closed the stream. */
  Step end() {
    boolean content = read(framing.end());
    if (reader.failure().isPresent()) {
      return step(content, new Over.Told(reader.failure().get()));
    }
    return step(content, closed(content));
  }

  /** A provider that says it is done need not have said why, if there was something to read. */
  private Over closed(boolean content) {
    boolean enough = reader.finished() || (reader.closed() && (content || contentSeen));
    return enough ? new Over.Complete() : new Over.Short();
  }

  /** Usage that the provider has told so far. */
  Optional<TokenUsage> usage() {
    return reader.usage();
  }

  /** Model that the provider says it uses, empty where it has not said. */
  String reportedModel() {
    return reportedModel;
  }

  private boolean read(List<SseEvent> wireEvents) {
    boolean content = false;
    for (SseEvent wireEvent : wireEvents) {
      if (reader.failure().isPresent() || reader.closed()) {
        break;
      }
      ReplyEvents events = reader.read(wireEvent);
      dialect = events.getDialect();
      for (CanonicalEvent event : events.getEvents()) {
        content |= take(event);
      }
    }
    return content;
  }

  private boolean take(CanonicalEvent event) {
    if (event.getKind() == EventKind.ERROR) {
      return false; // told by an ERROR frame or a failed attempt
    }
    if (reportedModel.isEmpty() && event.getKind() == EventKind.START && event.getName() != null) {
      reportedModel = event.getName();
    }
    received.add(event);
    held.add(event);
    return Contents.isContent(event);
  }

  private Step step(boolean content, @Nullable Over over) {
    boolean failed = over != null && !(over instanceof Over.Complete);
    if (failed && !contentSeen) {
      return new Step(null, false, over); // nothing was shown yet, so nothing needs to be
    }
    contentSeen |= content;
    boolean send = contentSeen || over != null || held.size() > HELD_EVENTS;
    if (held.isEmpty() || !send) {
      return new Step(null, false, over);
    }
    ReplyEvents frame = new ReplyEvents();
    frame.setDialect(dialect);
    frame.setEvents(held);
    held = new ArrayList<>();
    return new Step(frame, content, over);
  }
}
