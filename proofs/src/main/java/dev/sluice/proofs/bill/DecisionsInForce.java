package dev.sluice.proofs.bill;

import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What counts of a decision log: the decisions of the owner that was in force at their place.
 *
 * @param decisions partition by partition, each in the order of the log; without claims
 * @param ofStaleOwners how many are void
 */
public record DecisionsInForce(List<TopicReader.Read<Decision>> decisions, int ofStaleOwners) {

  /** Of a whole log, in any order. */
  public static DecisionsInForce of(List<TopicReader.Read<Decision>> log) {
    Map<Integer, Long> epochs = new HashMap<>();
    List<TopicReader.Read<Decision>> counting = new ArrayList<>();
    int stale = 0;
    List<TopicReader.Read<Decision>> sorted = new ArrayList<>(log);
    sorted.sort(
        Comparator.<TopicReader.Read<Decision>>comparingInt(TopicReader.Read::partition)
            .thenComparingLong(TopicReader.Read::offset));
    for (TopicReader.Read<Decision> read : sorted) {
      long epoch = read.value().getOwnerEpoch();
      long inForce = epochs.getOrDefault(read.partition(), 0L);
      if (read.value().getKind() == DecisionKind.OWNER_EPOCH) {
        epochs.put(read.partition(), Math.max(inForce, epoch));
      } else if (epoch == inForce) {
        counting.add(read);
      } else {
        stale++;
      }
    }
    return new DecisionsInForce(counting, stale);
  }
}
