package dev.sluice.router.admission;

import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.request.Envelope;
import java.util.List;
import java.util.Set;

/**
 * Says whether an attempt may be made. Asked by the owner of the account's partition before each
 * attempt, with counters that include every decision so far. Pure.
 */
public interface Admission {

  AdmissionDecision admit(Asked asked);

  /**
   * An attempt that is asked about.
   *
   * @param priceVersion of the price book that its reservation is of
   * @param first whether it is the first one of its request, which is what limits look at
   * @param now what the owner knows at that moment
   */
  record Asked(
      Envelope envelope, DeploymentStep step, String priceVersion, boolean first, Ground now) {}

  /**
   * What the owner of a partition knows when it decides.
   *
   * @param counters with every decision so far
   * @param nowMs the broker's time as estimated
   * @param floorMs a moment that the broker's clock has certainly passed
   * @param queues limits, by id, that earlier requests wait for: nobody overtakes them
   */
  record Ground(Counters counters, long nowMs, long floorMs, Set<String> queues) {

    /** The same where nothing waits. */
    public Ground(Counters counters, long nowMs, long floorMs) {
      this(counters, nowMs, floorMs, Set.of());
    }

    /** The same with other queues. */
    public Ground withQueues(Set<String> others) {
      return new Ground(counters, nowMs, floorMs, others);
    }
  }

  /** No limits, no budgets: the worst case of each attempt is held and nothing is refused. */
  static Admission open() {
    return asked ->
        new AdmissionDecision.Granted(
            asked.step().getReserveNanoUsd(), null, List.of(), List.of(), null);
  }
}
