package dev.sluice.router.inflight;

import dev.sluice.schemas.decision.Decision;

/**
 * Takes decisions in the order in which they are made. When {@link #append} returns, the state that
 * the rules look at has the decision in it.
 */
public interface DecisionSink {
  void append(Decision decision);

  /**
   * The same, for a decision that follows from what was read before.
   *
   * @param readAtMs when, by this process's clock: what the decision ends has ended then
   */
  default void append(Decision decision, long readAtMs) {
    append(decision);
  }
}
