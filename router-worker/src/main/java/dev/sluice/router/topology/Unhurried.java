package dev.sluice.router.topology;

import dev.sluice.router.log.HeldOffsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What is left to do about one partition and no caller waits for. Done at once, each would be a
 * request to the broker, and a caller's next request would wait behind it; so they wait and are
 * done together. What they come from is not committed before that. Bounded in number; the tick of
 * the partition bounds their time.
 */
final class Unhurried<T> {
  private static final int MOST = 64;

  private final HeldOffsets held;
  private final TopicPartition source;
  private final List<T> waiting = new ArrayList<>();
  private boolean awaited;

  /**
   * @param source of what they come from
   */
  Unhurried(HeldOffsets held, TopicPartition source) {
    this.held = held;
    this.source = source;
  }

  /**
   * Keeps one for later.
   *
   * @param offset of what it comes from, in the source; not before that of any that waits
   */
  void add(T one, long offset) {
    if (waiting.isEmpty()) {
      held.hold(source, offset);
    }
    waiting.add(one);
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

  /** Does all, in the order in which they were added. */
  void each(Consumer<T> what) {
    if (waiting.isEmpty()) {
      return;
    }
    waiting.forEach(what);
    waiting.clear();
    awaited = false;
    held.release(source);
  }

  /** Forgets all: whoever owns the partition next reads again what they come from. */
  void clear() {
    waiting.clear();
    awaited = false;
    held.release(source);
  }
}
