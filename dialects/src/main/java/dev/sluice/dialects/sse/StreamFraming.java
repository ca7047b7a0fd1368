package dev.sluice.dialects.sse;

import java.util.List;
import java.util.Optional;

/** Cuts the bytes of one streamed answer into events. For one stream and one thread. */
public interface StreamFraming {
  /** The events that these bytes complete, in order. */
  List<SseEvent> feed(byte[] piece);

  /** The events that the end of the bytes completes. */
  List<SseEvent> end();

  /** Why the bytes cannot be read any further; empty while they can. */
  Optional<String> broken();
}
