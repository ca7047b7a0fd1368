package dev.sluice.cost.spend;

import static dev.sluice.cost.CostNodes.MONTHLY_SINK;
import static dev.sluice.cost.CostNodes.WINDOW_STORE;

import dev.sluice.cost.CostMetrics;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.spend.SpendWindow;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.YearMonth;
import java.util.LinkedHashMap;
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
 * Adds entries up by month and scope. The store changes with each entry; upserts go out once a
 * second for what changed. Without entries nothing is scheduled, so that an idle task commits
 * nothing.
 */
public final class SpendProcessor
    implements Processor<String, SpecificRecord, String, SpendWindow> {
  /** Upserts are at most this much behind the entries. */
  public static final Duration UPSERT_EVERY = Duration.ofSeconds(1);

  /** Months that the store keeps beside the current one; an attempt is at most 7 days late. */
  private static final int EARLIER_MONTHS = 2;

  /** Sorts before every month. */
  private static final String SENT_KEY = "!sent";

  private static final String FIRST_MONTH = "0";

  private final CostMetrics metrics;
  private final Map<String, SpendSums> changed = new LinkedHashMap<>();
  private long change;
  private @Nullable Cancellable schedule;
  private @Nullable YearMonth cleanedIn;

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
    cleanedIn = null;
    takeOver();
  }

  /** Finds the windows that changed after the last upserts went out. */
  private void takeOver() {
    byte[] sent = store.get(SENT_KEY);
    long sentChange = sent == null ? 0 : ByteBuffer.wrap(sent).getLong();
    change = sentChange;
    try (KeyValueIterator<String, byte[]> all = store.range(FIRST_MONTH, null)) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> window = all.next();
        SpendSums sums = SpendSums.ofBytes(window.value);
        change = Math.max(change, sums.change());
        if (sums.change() > sentChange) {
          changed.put(window.key, sums);
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
    for (SpendScope scope : SpendScope.of(entry)) {
      String key = scope.storeKey();
      SpendSums sums = sumsOf(key, entry.getAccount());
      sums.add(entry, change);
      store.put(key, sums.bytes());
      changed.put(key, sums);
    }
    startSchedule();
    forgetOldMonths(record.timestamp());
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
    for (Map.Entry<String, SpendSums> window : changed.entrySet()) {
      Optional<SpendScope> scope = SpendScope.ofStoreKey(window.getKey());
      if (scope.isPresent()) {
        SpendWindow upsert = window.getValue().window(scope.get());
        context.forward(new Record<>(scope.get().topicKey(), upsert, nowMs), MONTHLY_SINK);
      }
    }
    metrics.upserts(changed.size());
    changed.clear();
    store.put(SENT_KEY, ByteBuffer.allocate(Long.BYTES).putLong(change).array());
  }

  private void forgetOldMonths(long nowMs) {
    YearMonth month = SpendScope.monthOf(nowMs);
    if (month.equals(cleanedIn)) {
      return;
    }
    cleanedIn = month;
    String firstKept = month.minusMonths(EARLIER_MONTHS).toString();
    try (KeyValueIterator<String, byte[]> old = store.range(FIRST_MONTH, firstKept)) {
      while (old.hasNext()) {
        store.delete(old.next().key);
      }
    }
  }
}
