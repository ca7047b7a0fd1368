package dev.sluice.cost.spend;

import dev.sluice.cost.CostMetrics;
import dev.sluice.cost.CostNodes;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.spend.SpendWindow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A processor over a store that outlives it, as the tasks of a partition follow each other. */
final class WindowStoreFixture {
  final KeyValueStore<String, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(CostNodes.WINDOW_STORE),
              Serdes.String(),
              Serdes.ByteArray())
          .withLoggingDisabled()
          .build();

  private MockProcessorContext<String, SpendWindow> context = new MockProcessorContext<>();
  private SpendProcessor processor = processor();

  WindowStoreFixture() {
    store.init(context.getStateStoreContext(), store);
    takeOver();
  }

  private static SpendProcessor processor() {
    return new SpendProcessor(new CostMetrics(new SimpleMeterRegistry()));
  }

  /** Another task goes on with the store; what the last one did not send by now it never will. */
  void takeOver() {
    context = new MockProcessorContext<>();
    context.addStateStore((StateStore) store);
    processor = processor();
    processor.init(context);
  }

  void enter(LedgerEntry entry) {
    processor.process(new Record<>(entry.getAccount(), entry, entry.getEnteredAtMs()));
  }

  /** A second goes by; returns what was sent since the last time, the latest of each key. */
  Map<String, SpendWindow> pass(long nowMs) {
    schedule().ifPresent(schedule -> schedule.getPunctuator().punctuate(nowMs));
    Map<String, SpendWindow> sent = new LinkedHashMap<>();
    context
        .forwarded()
        .forEach(forward -> {
          SpendWindow upsert = forward.record().value();
          if (!forward.childName().equals(Optional.of(upsert.getWindow() + "-sink"))) {
            throw new AssertionError(upsert.getWindow() + " went to " + forward.childName());
          }
          sent.put(forward.record().key(), upsert);
        });
    context.resetForwards();
    return sent;
  }

  private Optional<MockProcessorContext.CapturedPunctuator> schedule() {
    return context.scheduledPunctuators().stream()
        .filter(schedule -> !schedule.cancelled())
        .max(Comparator.comparingInt(context.scheduledPunctuators()::indexOf));
  }

  boolean isScheduled() {
    return schedule().isPresent();
  }
}
