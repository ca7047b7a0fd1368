package dev.sluice.router.decision;

import dev.sluice.router.decision.CheckpointFormat.Key;
import dev.sluice.router.decision.CheckpointFormat.Kind;
import dev.sluice.router.decision.CheckpointFormat.LoggedDecision;
import dev.sluice.schemas.decision.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The state as the last owner that got to writing left it. The decision log is to be folded on from
 * the state's {@link AccountPartitionState#nextOffset()}.
 *
 * @param attemptsPosition in the attempt events up to which its facts are known, -1 for none
 * @param decisions about its requests in flight, by request
 */
public record RestoredCheckpoint(
    AccountPartitionState state,
    long attemptsPosition,
    Map<String, List<LoggedDecision>> decisions) {

  /** An entry of the checkpoint's store. */
  public record Entry(byte[] key, byte[] value) {}

  /** Reads the newest checkpoint among these entries; an empty state where there is none. */
  public static RestoredCheckpoint of(Iterable<Entry> entries, Function<byte[], Decision> decode) {
    long newest = -1;
    byte[] progressBytes = {};
    for (Entry entry : entries) {
      Key key = Key.of(entry.key());
      if (key.kind() == Kind.PROGRESS && key.epoch() > newest) {
        newest = key.epoch();
        progressBytes = entry.value();
      }
    }
    if (newest < 0) {
      return new RestoredCheckpoint(new AccountPartitionState(), -1, new HashMap<>());
    }
    CheckpointFormat.Progress progress = CheckpointFormat.progress(progressBytes);
    RestoredCheckpoint restored =
        new RestoredCheckpoint(progress.state(), progress.attemptsPosition(), new HashMap<>());
    for (Entry entry : entries) {
      Key key = Key.of(entry.key());
      if (key.epoch() == newest) {
        restored.put(key, entry.value(), decode);
      }
    }
    return restored;
  }

  private void put(Key key, byte[] value, Function<byte[], Decision> decode) {
    switch (key.kind()) {
      case REQUEST ->
          decisions.put(key.id(), new ArrayList<>(CheckpointFormat.request(state, value, decode)));
      case BALANCE -> CheckpointFormat.balance(state, key.id(), value);
      case BUDGET -> CheckpointFormat.budget(state, key.id(), value);
      case LIMIT -> CheckpointFormat.limit(state, key.id(), value);
      case PROGRESS -> {}
    }
  }
}
