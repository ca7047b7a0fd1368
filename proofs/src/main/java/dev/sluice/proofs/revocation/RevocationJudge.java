package dev.sluice.proofs.revocation;

import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.bill.DecisionsInForce;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.request.InferenceRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what the logs and the callers say against the times of the changes. The logs have the
 * broker's clock, which is that of this machine. Pure.
 */
final class RevocationJudge {
  private static final int OK = 200;
  private static final int NO_KEY = 401;
  private static final int NO_BUDGET = 429;

  private final int nodes;
  private final Map<String, List<Long>> acceptedByKey = new HashMap<>();
  private final Map<String, List<Long>> admittedByProject = new HashMap<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * @param nodes how many nodes the callers of each round asked
   */
  RevocationJudge(
      int nodes,
      List<TopicReader.Read<InferenceRequest>> requests,
      List<TopicReader.Read<Decision>> decisions) {
    this.nodes = nodes;
    requests.forEach(read -> {
      if (read.value().getEnvelope() != null) {
        acceptedByKey
            .computeIfAbsent(read.value().getEnvelope().getVirtualKeyId(), key -> new ArrayList<>())
            .add(read.timestampMs());
      }
    });
    admitted(decisions);
  }

  /** Append times of dispatches of owners in force, by account, which is the project here. */
  private void admitted(List<TopicReader.Read<Decision>> decisions) {
    for (TopicReader.Read<Decision> read : DecisionsInForce.of(decisions).decisions()) {
      if (read.value().getKind() == DecisionKind.DISPATCH) {
        admittedByProject
            .computeIfAbsent(read.value().getAccount(), account -> new ArrayList<>())
            .add(read.timestampMs());
      }
    }
  }

  /** The verdict on these rounds. */
  ProofOutcome judge(List<Round> rounds) {
    Lateness accepted = Lateness.NONE;
    Lateness answered = Lateness.NONE;
    Lateness admitted = Lateness.NONE;
    Lateness refused = Lateness.NONE;
    long requests = 0;
    for (Round round : rounds) {
      requireLoad(round);
      List<Long> of = acceptedByKey.getOrDefault(round.keyId(), List.of());
      requests += of.size();
      accepted = accepted.and(Lateness.of(of, round.revokedAtMs()));
      answered = answered.and(Lateness.of(round.began(OK, 0, Long.MAX_VALUE), round.revokedAtMs()));
      admitted =
          admitted.and(
              Lateness.of(
                  admittedByProject.getOrDefault(round.project(), List.of()).stream()
                      .filter(at -> at < round.raiseSentAtMs())
                      .toList(),
                  round.loweredAtMs()));
      refused =
          refused.and(
              Lateness.of(round.began(NO_BUDGET, 0, round.revokedAtMs()), round.raisedAtMs()));
    }
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put(
        "keys revoked, budgets lowered and raised", rounds.size() + ", at " + nodes + " nodes");
    figures.put("requests accepted with these keys", Long.toString(requests));
    figures.put("calls", Integer.toString(rounds.stream().mapToInt(r -> r.calls().size()).sum()));
    tell(figures, "revoked: the last request into the log, of the return", accepted);
    tell(figures, "revoked: the last call that was answered 200 began, of the return", answered);
    tell(figures, "budget lowered: the last dispatch, of the return", admitted);
    tell(
        figures,
        "budget raised: the last call that was answered 429 began, of the return",
        refused);
    return new ProofOutcome(figures, failures);
  }

  private void tell(Map<String, String> figures, String what, Lateness lateness) {
    figures.put(what, lateness.text());
    if (lateness.late() > 0) {
      failures.add(what + ": " + lateness.late() + " later than " + Lateness.BOUND_MS + " ms");
    }
  }

  /** A node that nobody asked proves nothing. */
  private void requireLoad(Round round) {
    requireAll(round, "before the change", OK, 0, round.loweredAtMs());
    requireAll(round, "with no budget", NO_BUDGET, round.loweredAtMs(), round.raiseSentAtMs());
    requireAll(round, "with a budget again", OK, round.raisedAtMs(), round.revokedAtMs());
    requireAll(round, "after the end of the key", NO_KEY, round.revokedAtMs(), Long.MAX_VALUE);
    requireSeen(acceptedByKey.getOrDefault(round.keyId(), List.of()), "accepted", round);
    requireSeen(admittedByProject.getOrDefault(round.project(), List.of()), "dispatched", round);
  }

  /** What the log does not have cannot be late. */
  private void requireSeen(List<Long> at, String what, Round round) {
    if (at.isEmpty()) {
      failures.add("the log has nothing " + what + " of " + round.project());
    }
  }

  private void requireAll(Round round, String when, int status, long fromMs, long beforeMs) {
    long seen = round.nodes(status, fromMs, beforeMs);
    if (seen < nodes) {
      failures.add(
          "only "
              + seen
              + " of "
              + nodes
              + " nodes answered "
              + status
              + " "
              + when
              + " of "
              + round.project());
    }
  }
}
