package dev.sluice.cost.spend;

import static dev.sluice.cost.CostNodes.WINDOW_STORE;

import dev.sluice.cost.CostMetrics;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.spend.SpendWindow;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Adds entries up by hour, day, month and scope. The store changes with each entry; upserts go out
 * once a second for what changed. Without entries nothing is scheduled, so that an idle task
 * commits nothing.
 */
public final class SpendProcessor
    implements Processor<String, SpecificRecord, String, SpendWindow> {
  /** Upserts are at most this much behind the entries. */
  public static final Duration UPSERT_EVERY = Duration.ofSeconds(1);

  /** Sorts before every window. */
  private static final String SENT_KEY = "!sent";

  private static final String FIRST_WINDOW = "+";
  private static final long NEVER = Long.MIN_VALUE;

  private final CostMetrics metrics;
  private final Map<String, SpendSums> changed = new LinkedHashMap<>();
  private final StoreKeyStarts starts = new StoreKeyStarts();
  private long change;
  private @Nullable Cancellable schedule;
  private long cleanedIn = NEVER;

  // Set by init, before the first record.
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<String, SpendWindow> context;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<String, byte[]> store;

  public SpendProcessor(CostMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpendWindow> context) {
    this.context = context;
    this.store = context.getStateStore(WINDOW_STORE);
    changed.clear();
    schedule = null;
    cleanedIn = NEVER;
    takeOver();
  }

  /** Finds the windows that changed after the last upserts went out. */
  private void takeOver() {
    byte[] sent = store.get(SENT_KEY);
    long sentChange = sent == null ? 0 : ByteBuffer.wrap(sent).getLong();
    change = sentChange;
    try (KeyValueIterator<String, byte[]> all = store.range(FIRST_WINDOW, null)) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> window = all.next();
        long itsChange = SpendSums.changeIn(window.value);
        change = Math.max(change, itsChange);
        if (itsChange > sentChange) {
          changed.put(window.key, SpendSums.ofBytes(window.value));
        }
      }
    }
    if (!changed.isEmpty()) {
      startSchedule();
    }
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    if (!(record.value() instanceof LedgerEntry entry)) {
      return;
    }
    change++;
    List<String> windows = starts.at(entry.getAttemptAtMs());
    for (SpendScope scope : SpendScope.of(entry)) {
      String scopeKey = scope.key();
      for (String start : windows) {
        count(entry, start + scopeKey);
      }
    }
    startSchedule();
    forgetOldWindows(record.timestamp());
  }

  private void count(LedgerEntry entry, String key) {
    SpendSums sums = sumsOf(key, entry.getAccount());
    sums.add(entry, change);
    store.put(key, sums.bytes());
    changed.put(key, sums);
  }

  private SpendSums sumsOf(String key, String account) {
    SpendSums hot = changed.get(key);
    if (hot != null) {
      return hot;
    }
    byte[] stored = store.get(key);
    return stored == null ? SpendSums.empty(account) : SpendSums.ofBytes(stored);
  }

  private void startSchedule() {
    if (schedule == null) {
      schedule = context.schedule(UPSERT_EVERY, PunctuationType.WALL_CLOCK_TIME, this::sendUpserts);
    }
  }

  private void sendUpserts(long nowMs) {
    if (changed.isEmpty()) {
      if (schedule != null) {
        schedule.cancel();
        schedule = null;
      }
      return;
    }
    for (Map.Entry<String, SpendSums> sums : changed.entrySet()) {
      Optional<ScopeWindow> window = ScopeWindow.ofStoreKey(sums.getKey());
      if (window.isPresent()) {
        SpendWindow upsert = sums.getValue().upsert(window.get());
        context.forward(
            new Record<>(window.get().topicKey(), upsert, nowMs), window.get().length().sink());
      }
    }
    metrics.upserts(changed.size());
    changed.clear();
    store.put(SENT_KEY, ByteBuffer.allocate(Long.BYTES).putLong(change).array());
  }

  /** Once an hour; record times of a partition only grow. */
  private void forgetOldWindows(long nowMs) {
    long hour = StoreKeyStarts.hourOf(nowMs);
    if (hour == cleanedIn) {
      return;
    }
    cleanedIn = hour;
    for (WindowLength length : WindowLength.ALL) {
      try (KeyValueIterator<String, byte[]> old =
          store.range(length.beforeFirst(), length.firstKept(nowMs))) {
        while (old.hasNext()) {
          store.delete(old.next().key);
        }
      }
    }
  }
}
