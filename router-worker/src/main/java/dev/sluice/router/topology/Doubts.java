package dev.sluice.router.topology;

import dev.sluice.router.inflight.AttemptState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.router.log.HeldOffsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Attempts of which a worker told that it does not know their fate, until something is decided
 * about them. That report is not committed before: an owner that comes in between has no other way
 * to know. Confined to the task.
 */
final class Doubts {
  private record Doubt(AttemptState attempt, long offset) {
    /** The live state has a decision, or a worker's word. */
    boolean over() {
      return attempt.settled() || attempt.started() || attempt.givenUp();
    }
  }

  private final HeldOffsets held;
  private final TopicPartition source;
  private final List<Doubt> doubts = new ArrayList<>();

  /**
   * There are none.
   *
   * @param source partition of the reports
   */
  Doubts(HeldOffsets held, TopicPartition source) {
    this.held = held;
    this.source = source;
  }

  /** The report at this offset was read; where it leaves no doubt nothing is held. */
  void read(RequestState request, int attemptNumber, long offset) {
    request
        .attempt(attemptNumber)
        .filter(AttemptState::doubted)
        .map(attempt -> new Doubt(attempt, offset))
        .filter(doubt -> !doubt.over())
        .ifPresent(doubt -> {
          doubts.add(doubt);
          held.hold(source, offset);
        });
  }

  /** Lets go of those that are over. */
  void look() {
    if (doubts.isEmpty() || !doubts.removeIf(Doubt::over)) {
      return;
    }
    if (doubts.isEmpty()) {
      held.release(source);
    } else {
      held.move(source, doubts.getFirst().offset());
    }
  }

  void clear() {
    doubts.clear();
    held.release(source);
  }
}
