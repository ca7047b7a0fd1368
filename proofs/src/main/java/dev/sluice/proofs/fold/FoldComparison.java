package dev.sluice.proofs.fold;

import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.router.decision.AccountPartitionState;
import dev.sluice.router.decision.RestoredCheckpoint;
import dev.sluice.router.decision.StateDigest;
import dev.sluice.schemas.decision.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds what owners said of their states against the fold of the log from its beginning. With the
 * routers' own classes.
 */
final class FoldComparison {
  private static final int MOST_PROBLEMS = 20;

  private final Function<byte[], Decision> decode;
  private final List<String> problems = new ArrayList<>();
  private int partitions;
  private int decisions;
  private int entries;
  private int checkpoints;
  private int halfWritten;
  private int taken;
  private int requestsInCheckpoints;

  FoldComparison(Function<byte[], Decision> decode) {
    this.decode = decode;
  }

  /** A hash that an owner logged when it took a partition. */
  record Taken(int partition, long foldedTo, String digest) {}

  void compare(
      List<TopicReader.Read<Decision>> log, List<CheckpointTail.Entry> written, List<Taken> told) {
    Map<Integer, List<TopicReader.Read<Decision>>> byPartition =
        log.stream()
            .sorted(Comparator.comparingLong(TopicReader.Read::offset))
            .collect(
                Collectors.groupingBy(
                    TopicReader.Read::partition, TreeMap::new, Collectors.toList()));
    Map<Integer, List<CheckpointTail.Entry>> writtenIn =
        written.stream().collect(Collectors.groupingBy(CheckpointTail.Entry::partition));
    Map<Integer, List<Taken>> toldOf =
        told.stream().collect(Collectors.groupingBy(Taken::partition));
    byPartition.forEach((partition, ofPartition) ->
        comparePartition(
            partition,
            ofPartition,
            writtenIn.getOrDefault(partition, List.of()),
            toldOf.getOrDefault(partition, List.of())));
  }

  private void comparePartition(
      int partition,
      List<TopicReader.Read<Decision>> log,
      List<CheckpointTail.Entry> written,
      List<Taken> told) {
    if (log.getFirst().offset() != 0) {
      problem("the log of partition " + partition + " has no beginning any more");
      return;
    }
    partitions++;
    decisions += log.size();
    entries += written.size();
    List<Saves.Save> saves = Saves.of(written);
    long end = log.getLast().offset() + 1;
    TreeSet<Long> places = new TreeSet<>(List.of(end));
    saves.forEach(save -> places.add(placeOf(save, end)));
    told.forEach(one -> places.add(one.foldedTo()));
    Map<Long, String> expected = digests(log, places);
    for (Saves.Save save : saves) {
      compare(partition, log, save, placeOf(save, end), expected);
    }
    for (Taken one : told) {
      taken++;
      check(
          "partition " + partition + ", as its owner took it",
          one.foldedTo(),
          one.digest(),
          expected);
    }
  }

  /** A checkpoint of which nobody said how far it was folded is held against the end of the log. */
  private static long placeOf(Saves.Save save, long end) {
    return save.foldedTo() < 0 ? end : save.foldedTo();
  }

  /** What a state that is folded from the beginning has at these places. */
  private static Map<Long, String> digests(
      List<TopicReader.Read<Decision>> log, TreeSet<Long> places) {
    Map<Long, String> digests = new HashMap<>();
    AccountPartitionState state = new AccountPartitionState();
    for (TopicReader.Read<Decision> read : log) {
      state.fold(read.value(), read.offset(), read.timestampMs());
      if (places.contains(read.offset() + 1)) {
        digests.put(read.offset() + 1, StateDigest.of(state, read.timestampMs()));
      }
    }
    return digests;
  }

  private void compare(
      int partition,
      List<TopicReader.Read<Decision>> log,
      Saves.Save save,
      long place,
      Map<Long, String> expected) {
    RestoredCheckpoint restored = RestoredCheckpoint.of(save.entries(), decode);
    AccountPartitionState state = restored.state();
    requestsInCheckpoints += state.inFlightCount();
    long lastMs = 0;
    for (TopicReader.Read<Decision> read : log) {
      if (read.offset() >= place) {
        break;
      }
      if (read.offset() >= state.nextOffset()) {
        state.fold(read.value(), read.offset(), read.timestampMs());
      }
      lastMs = read.timestampMs();
    }
    if (save.whole()) {
      checkpoints++;
    } else {
      halfWritten++;
    }
    check(
        "partition " + partition + ", a checkpoint of epoch " + save.epoch(),
        place,
        StateDigest.of(state, lastMs),
        expected);
  }

  private void check(String what, long place, String found, Map<Long, String> expected) {
    String fold = expected.getOrDefault(place, "nothing");
    if (!found.equals(fold)) {
      problem(what + ": " + found + " at offset " + place + ", the log says " + fold);
    }
  }

  private void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(text);
    }
  }

  /** What was compared, to be printed. */
  void describe(Map<String, String> figures) {
    figures.put("partitions", Integer.toString(partitions));
    figures.put("decisions folded from the beginning", Integer.toString(decisions));
    figures.put("entries of checkpoints", Integer.toString(entries));
    figures.put("hashes compared, of whole checkpoints", Integer.toString(checkpoints));
    figures.put("requests in flight in them", Integer.toString(requestsInCheckpoints));
    figures.put("hashes compared, of half-written ones", Integer.toString(halfWritten));
    figures.put("hashes compared, told by owners as they took over", Integer.toString(taken));
  }

  List<String> problems() {
    return problems;
  }

  int checkpoints() {
    return checkpoints;
  }

  int taken() {
    return taken;
  }
}
