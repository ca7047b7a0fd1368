package dev.sluice.observability.latency;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which processors of the application hold sums that were not sent yet. Kafka Streams commits
 * all tasks of a thread when one of them asks for it, so only the last one that lets go may ask.
 * Safe for any thread.
 */
public final class CommitGate {
  private final Set<Object> holding = ConcurrentHashMap.newKeySet();

  /** This processor has something now that a crash would lose after a commit. */
  void hold(Object processor) {
    holding.add(processor);
  }

  /** It has sent everything. Returns whether nobody holds anything, so that a commit is right. */
  boolean release(Object processor) {
    holding.remove(processor);
    return holding.isEmpty();
  }
}
