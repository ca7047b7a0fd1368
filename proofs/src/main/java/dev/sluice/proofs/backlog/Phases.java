package dev.sluice.proofs.backlog;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what the backlog did in each second, by when the provider was called for it. Pure.
 *
 * <p>A second counts only where its neighbours are like it, so that none is half of this and half
 * of that.
 */
final class Phases {
  private static final long SECOND_MS = 1_000;

  /** What the backlog did. */
  enum Phase {
    /** There was none. */
    NONE,
    /** It lay there, and all that was let in of it waited for the provider. */
    WAITING,
    /** It was worked on at the pace of the provider. */
    RUNNING,
    /** It was worked on as fast as the gateway can. */
    DRAINING
  }

  private final Map<Long, Integer> startsBySecond = new HashMap<>();
  private final long writingFromMs;
  private final long writtenMs;
  private final long drainingFromMs;
  private final long lastStartMs;
  private final int busy;

  /**
   * @param starts of the backlog's calls, earliest first
   * @param paced how many of them the provider paces; the rest is drained
   * @param writingFromMs when the first record was about to be written
   * @param writtenMs when the last one was
   * @param busy so many starts make a second one of {@link Phase#RUNNING}
   */
  Phases(List<Long> starts, int paced, long writingFromMs, long writtenMs, int busy) {
    starts.forEach(start -> startsBySecond.merge(start / SECOND_MS, 1, Integer::sum));
    this.writingFromMs = writingFromMs;
    this.writtenMs = writtenMs;
    this.drainingFromMs = paced < starts.size() ? starts.get(paced) : Long.MAX_VALUE;
    this.lastStartMs = starts.isEmpty() ? writtenMs : starts.getLast();
    this.busy = busy;
  }

  /** Answers by the phase in which they were asked for; those between two phases are in none. */
  Map<Phase, List<Sample>> of(List<Sample> samples) {
    Map<Phase, List<Sample>> phases = new EnumMap<>(Phase.class);
    for (Sample sample : samples) {
      at(sample.atMs())
          .ifPresent(phase -> phases.computeIfAbsent(phase, p -> new ArrayList<>()).add(sample));
    }
    return phases;
  }

  Optional<Phase> at(long ms) {
    if (ms < writingFromMs - SECOND_MS || ms > lastStartMs + 2 * SECOND_MS) {
      return Optional.of(Phase.NONE);
    }
    if (ms < writtenMs + SECOND_MS || ms > lastStartMs - SECOND_MS) {
      return Optional.empty();
    }
    if (ms > drainingFromMs + SECOND_MS) {
      return Optional.of(Phase.DRAINING);
    }
    if (ms > drainingFromMs - SECOND_MS) {
      return Optional.empty();
    }
    long second = ms / SECOND_MS;
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (long near = second - 1; near <= second + 1; near++) {
      int starts = startsBySecond.getOrDefault(near, 0);
      least = Math.min(least, starts);
      most = Math.max(most, starts);
    }
    if (most == 0) {
      return Optional.of(Phase.WAITING);
    }
    return least >= busy ? Optional.of(Phase.RUNNING) : Optional.empty();
  }
}
