package dev.sluice.dialects.api;

import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.Optional;

/** Reads one streamed answer. For one stream and one thread. */
public interface StreamReader {
  /**
   * The meaning of one event, empty where it has none. An event that cannot be understood, or that
   * tells a failure, is an ERROR event; nothing after it counts. Where the answer was complete, one
   * that cannot be understood may be the cut end, which takes nothing away: it counts when another
   * one comes after it.
   */
  ReplyEvents read(SseEvent event);

  /** Whether the answer is complete: every choice that began has ended, or an error was told. */
  boolean finished();

  /** Whether the dialect's own last event has come. */
  boolean closed();

  /** The failure that the stream told, if it did. */
  Optional<ProviderFailure> failure();

  /** The usage so far, the last word of the provider. */
  Optional<TokenUsage> usage();
}
