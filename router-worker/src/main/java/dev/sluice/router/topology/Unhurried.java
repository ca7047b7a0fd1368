package dev.sluice.router.topology;

import dev.sluice.router.log.HeldOffsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of one partition that nobody waits for. Sent by themselves each of them would be a
 * request to the broker, and a caller's next request would wait behind it; so they wait a moment
 * and travel with the next record that somebody does wait for. What they come from is not committed
 * before they are sent. Bounded in number; the tick of the partition bounds their time.
 */
final class Unhurried {
  private static final int MOST = 64;

  /** Sends a record by the processor that runs now. */
  @FunctionalInterface
  interface Sender {
    void send(byte[] key, Outgoing outgoing);
  }

  private record Waiting(byte[] key, Outgoing outgoing) {}

  private final HeldOffsets held;
  private final TopicPartition source;
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean awaited;

  /**
   * @param source where the records come from that these are made of
   */
  Unhurried(HeldOffsets held, TopicPartition source) {
    this.held = held;
    this.source = source;
  }

  /**
   * Keeps a record for later.
   *
   * @param offset of what it was made of, in the source
   */
  void add(byte[] key, Outgoing outgoing, long offset) {
    held.hold(source, offset);
    waiting.add(new Waiting(key, outgoing));
  }

  /** Somebody waits for what was added last, though no caller. */
  void markAwaited() {
    awaited = true;
  }

  /** Whether somebody waits for one of them. */
  boolean awaited() {
    return awaited;
  }

  boolean full() {
    return waiting.size() >= MOST;
  }

  /** Sends all, in the order in which they were added. */
  void send(Sender sender) {
    if (waiting.isEmpty()) {
      return;
    }
    for (Waiting one : waiting) {
      sender.send(one.key(), one.outgoing());
    }
    waiting.clear();
    awaited = false;
    held.release(source);
  }

  /** Forgets all: they are made again by whoever owns the partition next. */
  void clear() {
    waiting.clear();
    awaited = false;
    held.release(source);
  }
}
