package dev.sluice.router.decision;

import dev.sluice.router.inflight.RequestState;
import java.util.Optional;

/** What folding one decision did. */
public sealed interface Folded {

  /** A new owner is in force. */
  record Claimed(long epoch) implements Folded {}

  /** Nothing: the decision, or the claim, is void. */
  record Void() implements Folded {}

  /**
   * It is part of the state.
   *
   * @param request the request that it is about, empty where that was refused or is not known
   */
  record Applied(Optional<RequestState> request) implements Folded {}
}
