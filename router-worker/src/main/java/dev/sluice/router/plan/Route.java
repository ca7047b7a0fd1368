package dev.sluice.router.plan;

import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.error.ErrorInfo;
import java.util.List;

/** Where a request can go. */
public sealed interface Route {

  /**
   * The fallback chain, with at least one step.
   *
   * @param priceVersion version of the price book that its reservations are of
   */
  record Chain(List<DeploymentStep> steps, String priceVersion) implements Route {
    public Chain {
      steps = List.copyOf(steps);
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("a fallback chain has at least one step");
      }
    }
  }

  /** Nowhere; the error goes to the caller. */
  record Nowhere(ErrorInfo error) implements Route {}
}
