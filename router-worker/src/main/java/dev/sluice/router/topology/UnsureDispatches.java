package dev.sluice.router.topology;

import dev.sluice.router.inflight.AttemptState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.router.log.DispatchSearch;
import dev.sluice.schemas.id.AttemptId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts that earlier owners decided on and may not have sent: all that no worker has told of
 * when a partition is taken. Offsets that an owner committed prove nothing, since it may have known
 * no more than this one. Some time after the claim their topics tell: what is not there by then
 * will not be called, since a worker refuses what comes later; what is there will be heard of.
 */
final class UnsureDispatches {
  private static final Logger LOG = LoggerFactory.getLogger(UnsureDispatches.class);

  private record Unsure(
      String requestId, int number, String topic, long decisionOffset, long acceptedAtMs) {}

  private final DispatchSearch search;
  private final Map<String, Unsure> unsure = new HashMap<>();
  private Map<String, Unsure> asked = Map.of();
  private @Nullable CompletableFuture<Set<String>> answer;

  UnsureDispatches(DispatchSearch search) {
    this.search = search;
  }

  void clear() {
    unsure.clear();
    asked = Map.of();
    answer = null;
  }

  /** It was decided on by an earlier owner; nobody knows whether it was sent. */
  void add(RequestState request, AttemptState attempt, String topic) {
    unsure.put(
        new AttemptId(request.requestId(), attempt.number()).toString(),
        new Unsure(
            request.requestId(),
            attempt.number(),
            topic,
            attempt.decisionOffset(),
            request.acceptedAtMs()));
  }

  /**
   * Asks once the wait is over, and decides once the answer is there.
   *
   * @param waited whether everything that comes now comes too late to be called
   */
  void look(OwnedPartition owned, boolean waited, long nowMs) {
    CompletableFuture<Set<String>> running = answer;
    if (running == null) {
      if (waited && !unsure.isEmpty()) {
        ask(owned.partition());
      }
      return;
    }
    if (!running.isDone()) {
      return;
    }
    answer = null;
    if (running.isCompletedExceptionally()) {
      LOG.atWarn().addKeyValue("partition", owned.partition()).log("dispatches cannot be searched");
      return;
    }
    Set<String> sent = running.join();
    asked.forEach((attemptId, one) -> decide(owned, one, sent.contains(attemptId), nowMs));
    unsure.keySet().removeAll(asked.keySet());
    LOG.atInfo()
        .addKeyValue("partition", owned.partition())
        .addKeyValue("unsure", asked.size())
        .addKeyValue("sent", asked.keySet().stream().filter(sent::contains).count())
        .log("dispatches of the earlier owner are clear");
  }

  private void ask(int partition) {
    asked = Map.copyOf(unsure);
    Set<String> topics = new HashSet<>();
    long earliestDecision = Long.MAX_VALUE;
    long earliestRequestMs = Long.MAX_VALUE;
    for (Unsure one : asked.values()) {
      topics.add(one.topic());
      earliestDecision = Math.min(earliestDecision, one.decisionOffset());
      earliestRequestMs = Math.min(earliestRequestMs, one.acceptedAtMs());
    }
    answer = search.sentSince(topics, partition, earliestDecision, earliestRequestMs);
  }

  private static void decide(OwnedPartition owned, Unsure one, boolean sent, long nowMs) {
    if (sent) {
      return;
    }
    Optional<RequestState> request = owned.live().request(one.requestId());
    request
        .flatMap(known -> known.attempt(one.number()))
        .filter(attempt -> !attempt.started() && !attempt.settled())
        .ifPresent(
            attempt -> owned.rules().onNotCalled(request.get(), attempt, null, false, nowMs));
  }
}
