package dev.sluice.proofs.crash;

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
final class StaleDispatches {
  /** Stamps of two partitions are compared; appends of one moment may be a little apart. */
  private static final long TOLERANCE_MS = 50;

  private StaleDispatches() {}

  static void count(
      TopicReader topics, Topics names, Map<String, String> figures, List<String> failures) {
    Map<Integer, TreeMap<Long, Long>> epochs = new HashMap<>();
    topics
        .all(names.decisions())
        .forEach(
            read -> {
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
            .forEach(
                read -> {
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
        .forEach(
            read -> {
              if (read.value().getKind() == AttemptEventKind.STARTED
                  && stale.contains(read.value().getAttemptId())) {
                called.add(read.value().getAttemptId());
              }
            });
    figures.put("owner epochs", Integer.toString(epochs.values().stream().mapToInt(TreeMap::size).sum()));
    figures.put("dispatches from a stale epoch", Integer.toString(stale.size()));
    figures.put("of them called", Integer.toString(called.size()));
    if (!stale.isEmpty()) {
      failures.add(stale.size() + " dispatches came from a stale epoch, " + called.size() + " of them were called");
    }
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
