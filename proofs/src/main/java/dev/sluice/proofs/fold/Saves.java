package dev.sluice.proofs.fold;

import dev.sluice.router.decision.CheckpointFormat;
import dev.sluice.router.decision.CheckpointFormat.Key;
import dev.sluice.router.decision.CheckpointFormat.Kind;
import dev.sluice.router.decision.RestoredCheckpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The checkpoints of one partition, one for each time that an owner wrote. */
final class Saves {

  /**
   * What the store held after one writing of one owner.
   *
   * @param whole false where the owner died while it wrote
   * @param foldedTo offset up to which its owner had folded; -1 where nobody wrote it down
   */
  record Save(long epoch, boolean whole, long foldedTo, List<RestoredCheckpoint.Entry> entries) {}

  private static final class OfEpoch {
    private final Map<ByteBuffer, byte[]> store = new LinkedHashMap<>();
    private final List<Save> saves = new ArrayList<>();
    private boolean begun;
  }

  private Saves() {}

  /** In the order of writing, owner by owner. */
  static List<Save> of(List<CheckpointTail.Entry> entries) {
    Map<Long, OfEpoch> epochs = new TreeMap<>();
    long newest = -1;
    for (CheckpointTail.Entry entry : entries) {
      Key key = Key.of(entry.key());
      OfEpoch own = epochs.computeIfAbsent(key.epoch(), epoch -> new OfEpoch());
      byte[] value = entry.value();
      if (value == null) {
        if (key.epoch() >= newest) { // a new owner deletes what the one before it wrote
          own.store.remove(ByteBuffer.wrap(entry.key()));
        }
      } else {
        newest = Math.max(newest, key.epoch());
        own.store.put(ByteBuffer.wrap(entry.key()), value);
        own.begun = key.kind() != Kind.PROGRESS;
        if (key.kind() == Kind.PROGRESS) {
          tellBefore(own.saves, CheckpointFormat.progress(value).state().nextOffset());
          own.saves.add(new Save(key.epoch(), true, -1, copy(own.store)));
        }
      }
    }
    List<Save> all = new ArrayList<>();
    epochs.forEach((epoch, own) -> {
      all.addAll(own.saves);
      if (own.begun && !own.saves.isEmpty()) {
        all.add(new Save(epoch, false, -1, copy(own.store)));
      }
    });
    return all;
  }

  /** The progress names the offset up to which the writing before it had folded. */
  private static void tellBefore(List<Save> saves, long foldedTo) {
    if (!saves.isEmpty()) {
      Save last = saves.removeLast();
      saves.add(new Save(last.epoch(), true, foldedTo, last.entries()));
    }
  }

  private static List<RestoredCheckpoint.Entry> copy(Map<ByteBuffer, byte[]> store) {
    List<RestoredCheckpoint.Entry> entries = new ArrayList<>(store.size());
    store.forEach((key, value) -> entries.add(new RestoredCheckpoint.Entry(key.array(), value)));
    return entries;
  }
}
