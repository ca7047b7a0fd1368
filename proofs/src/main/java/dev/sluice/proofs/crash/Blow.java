package dev.sluice.proofs.crash;

import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Answer.Ending;

/** What is done to a process, and what its callers may see of it. */
enum Blow {
  /** {@code kill -9} of a provider worker with calls in flight. */
  WORKER,
  /** {@code kill -9} of an ingress: its own callers lose their connection. */
  INGRESS,
  /** {@code kill -9} of the router that owns the account, restarted at once. */
  ROUTER,
  /** {@code kill -9} of the router that owns the account, away until another has long taken it. */
  ROUTER_LOST,
  /** {@code kill -9} of the cost-stream. */
  COST_STREAM,
  /** {@code SIGSTOP} of the owning router past its session timeout, then {@code SIGCONT}. */
  ROUTER_STOPPED,
  /** {@code kill -9} of the broker, restarted within 30 s. */
  BROKER;

  /**
   * Whether a caller may be told this.
   *
   * @param struck whether it was a caller of the process that was struck
   */
  boolean allows(Answer answer, boolean struck) {
    if (answer.ending() == Ending.FULL) {
      return true;
    }
    return switch (this) {
      case WORKER -> answer.ending() == Ending.STREAM_ERROR && answer.events() > 0;
      case INGRESS -> struck;
      case ROUTER, ROUTER_LOST, COST_STREAM, ROUTER_STOPPED -> false;
      case BROKER ->
          answer.ending() == Ending.STREAM_ERROR
              || (answer.ending() == Ending.ERROR
                  && (answer.status() == 503 || answer.status() == 504));
    };
  }
}
