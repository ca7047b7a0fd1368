package dev.sluice.proofs.revocation;

import java.util.List;

/**
 * What was done to one key and its project, and what its callers were told. Times are those at
 * which the change returned, by the clock of this machine.
 *
 * @param raiseSentAtMs when the budget was about to be raised again
 */
record Round(
    String project,
    String keyId,
    long loweredAtMs,
    long raiseSentAtMs,
    long raisedAtMs,
    long revokedAtMs,
    List<NodeLoad.Call> calls) {

  Round {
    calls = List.copyOf(calls);
  }

  /** Begins of the calls that ended with this status and began in this span. */
  List<Long> began(int status, long fromMs, long beforeMs) {
    return calls.stream()
        .filter(call -> call.status() == status)
        .map(NodeLoad.Call::beganAtMs)
        .filter(at -> at >= fromMs && at < beforeMs)
        .toList();
  }

  /** How many nodes answered a call of this span with this status. */
  long nodes(int status, long fromMs, long beforeMs) {
    return calls.stream()
        .filter(call -> call.status() == status)
        .filter(call -> call.beganAtMs() >= fromMs && call.beganAtMs() < beforeMs)
        .mapToInt(NodeLoad.Call::node)
        .distinct()
        .count();
  }
}
