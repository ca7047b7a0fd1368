package dev.sluice.router.admission;

import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.request.Envelope;

/**
 * Says whether an attempt may be made. Asked by the owner of the account's partition before each
 * attempt, with the balance that includes every decision so far. Pure.
 */
public interface Admission {

  AdmissionDecision admit(Balance balance, Envelope envelope, DeploymentStep step);

  /** No limits, no budgets: the worst case of each attempt is held and nothing is refused. */
  static Admission open() {
    return (balance, envelope, step) -> new AdmissionDecision.Granted(step.getReserveNanoUsd());
  }
}
