package dev.sluice.proofs.crash;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds dispatches that an owner sent after another had taken its place. */
record StaleDispatches(int epochs, int sent, int called) {
  private static final long TOLERANCE_MS = 50;

  /** Counts in the topics, from their beginning. */
  static StaleDispatches count(Connection connection) {
    Topics names = connection.topics();
    TopicReader topics = new TopicReader(connection.kafka());
    Map<Integer, TreeMap<Long, Long>> epochs = new HashMap<>();
    topics
        .all(names.decisions())
        .forEach(read -> {
          if (read.value().getKind() == DecisionKind.OWNER_EPOCH) {
            epochs
                .computeIfAbsent(read.partition(), p -> new TreeMap<>())
                .putIfAbsent(read.value().getOwnerEpoch(), read.timestampMs());
          }
        });
    Set<String> stale = new HashSet<>();
    for (String provider : List.of("openai", "anthropic")) {
      for (Topic<?> topic : names.dispatchOf(provider)) {
        topics
            .all(topic)
            .forEach(read -> {
              if (read.value() instanceof Dispatch dispatch
                  && replacedBefore(epochs, dispatch, read.timestampMs())) {
                stale.add(dispatch.getAttemptId());
              }
            });
      }
    }
    List<String> called = new ArrayList<>();
    topics
        .all(names.attempts())
        .forEach(read -> {
          if (read.value().getKind() == AttemptEventKind.STARTED
              && stale.contains(read.value().getAttemptId())) {
            called.add(read.value().getAttemptId());
          }
        });
    return new StaleDispatches(
        epochs.values().stream().mapToInt(TreeMap::size).sum(), stale.size(), called.size());
  }

  @Override
  public String toString() {
    return sent
        + " dispatches from a stale epoch, "
        + called
        + " of them called, in "
        + epochs
        + " owner epochs";
  }

  private static boolean replacedBefore(
      Map<Integer, TreeMap<Long, Long>> epochs, Dispatch dispatch, long sentAtMs) {
    TreeMap<Long, Long> ofPartition = epochs.get(dispatch.getDecisionPartition());
    if (ofPartition == null) {
      return false;
    }
    Map.Entry<Long, Long> next = ofPartition.higherEntry(dispatch.getOwnerEpoch());
    return next != null && sentAtMs > next.getValue() + TOLERANCE_MS;
  }
}
