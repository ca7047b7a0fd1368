package dev.sluice.router.topology;

import dev.sluice.router.log.HeldOffsets;
import dev.sluice.schemas.request.Envelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Requests that wait for a limit, in the order in which they came. Nothing is decided about them,
 * so no commit goes past the first of them, and the next owner reads them again. Bounded: beyond it
 * requests are refused as the limit would do.
 */
final class WaitingRequests {
  /** Well below what the state remembers of undecided offsets. */
  static final int MOST = 512;

  /** One that waits for a limit. */
  static final class Waiting {
    private final Envelope envelope;
    private final long offset;
    private final long acceptedAtMs;
    private final long sinceMs;
    private String limit;

    private Waiting(Envelope envelope, long offset, long acceptedAtMs, long sinceMs, String limit) {
      this.envelope = envelope;
      this.offset = offset;
      this.acceptedAtMs = acceptedAtMs;
      this.sinceMs = sinceMs;
      this.limit = limit;
    }

    Envelope envelope() {
      return envelope;
    }

    long offset() {
      return offset;
    }

    long acceptedAtMs() {
      return acceptedAtMs;
    }

    /** By the broker's clock. */
    long sinceMs() {
      return sinceMs;
    }
  }

  /** Looks at one that waits. */
  @FunctionalInterface
  interface Look {
    /**
     * Whether it waits on.
     *
     * @param queues limits that one before it waits for
     * @return id of the limit that it waits for, empty where it is decided about
     */
    String waitsFor(Waiting waiting, Set<String> queues);
  }

  private final HeldOffsets held;
  private final TopicPartition source;
  private final List<Waiting> waiting = new ArrayList<>();

  /**
   * Nobody waits.
   *
   * @param source partition of the requests
   */
  WaitingRequests(HeldOffsets held, TopicPartition source) {
    this.held = held;
    this.source = source;
  }

  boolean full() {
    return waiting.size() >= MOST;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Limits that somebody waits for. */
  Set<String> queues() {
    if (waiting.isEmpty()) {
      return Set.of();
    }
    Set<String> queues = new HashSet<>();
    waiting.forEach(one -> queues.add(one.limit));
    return queues;
  }

  /** Lets a request wait. */
  void add(Envelope envelope, long offset, long acceptedAtMs, long nowMs, String limit) {
    waiting.add(new Waiting(envelope, offset, acceptedAtMs, nowMs, limit));
    held.hold(source, offset);
  }

  /** Looks at all in their order. */
  void look(Look look) {
    if (waiting.isEmpty()) {
      return;
    }
    Set<String> queues = new HashSet<>();
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting one = each.next();
      String limit = look.waitsFor(one, queues);
      if (limit.isEmpty()) {
        each.remove();
      } else {
        one.limit = limit;
        queues.add(limit);
      }
    }
    if (waiting.isEmpty()) {
      held.release(source);
    } else {
      held.move(source, waiting.stream().mapToLong(Waiting::offset).min().orElseThrow());
    }
  }

  /** Forgets all: whoever owns the partition next reads them again. */
  void clear() {
    waiting.clear();
    held.release(source);
  }
}
