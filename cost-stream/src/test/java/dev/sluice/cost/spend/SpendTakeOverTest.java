package dev.sluice.cost.spend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cost.CostFixture;
import dev.sluice.cost.CostMetrics;
import dev.sluice.cost.CostNodes;
import dev.sluice.schemas.spend.CostSource;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.spend.SpendWindow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** A task ends after it changed the store and before it sent the upsert; another goes on. */
class SpendTakeOverTest {
  private static final long NOW = CostFixture.NOW.toEpochMilli();
  private final KeyValueStore<String, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(CostNodes.WINDOW_STORE),
              Serdes.String(),
              Serdes.ByteArray())
          .withLoggingDisabled()
          .build();

  @Test
  void shouldSendWhatThePredecessorCouldNot() {
    MockProcessorContext<String, SpendWindow> before = context();
    store.init(before.getStateStoreContext(), store);
    SpendProcessor predecessor = processor(before);
    predecessor.process(entry("ann", NOW));
    punctuate(before);
    predecessor.process(entry("bob", NOW));

    MockProcessorContext<String, SpendWindow> after = context();
    processor(after);
    punctuate(after);

    assertThat(after.forwarded())
        .extracting(forward -> String.valueOf(forward.record().key()))
        .containsExactlyInAnyOrder("search|project|search|2026-11", "search|user|bob|2026-11");
  }

  @Test
  void shouldScheduleNothingWhenAllWasSent() {
    MockProcessorContext<String, SpendWindow> before = context();
    store.init(before.getStateStoreContext(), store);
    processor(before).process(entry("ann", NOW));
    punctuate(before);

    MockProcessorContext<String, SpendWindow> after = context();
    processor(after);

    assertThat(after.scheduledPunctuators()).isEmpty();
  }

  @Test
  void shouldForgetMonthsThatNothingCanReachAnyMore() {
    MockProcessorContext<String, SpendWindow> context = context();
    store.init(context.getStateStoreContext(), store);
    SpendProcessor processor = processor(context);
    processor.process(entry("ann", Instant.parse("2026-08-31T00:00:00Z").toEpochMilli()));
    processor.process(entry("ann", Instant.parse("2026-09-30T00:00:00Z").toEpochMilli()));
    punctuate(context);

    processor.process(entry("ann", NOW));

    assertThat(store.get("2026-08|search|user|ann")).isNull();
    assertThat(store.get("2026-09|search|user|ann")).isNotNull();
    assertThat(store.get("2026-11|search|user|ann")).isNotNull();
  }

  private MockProcessorContext<String, SpendWindow> context() {
    MockProcessorContext<String, SpendWindow> context = new MockProcessorContext<>();
    context.addStateStore((StateStore) store);
    return context;
  }

  private static SpendProcessor processor(MockProcessorContext<String, SpendWindow> context) {
    SpendProcessor processor = new SpendProcessor(new CostMetrics(new SimpleMeterRegistry()));
    processor.init(context);
    return processor;
  }

  private static void punctuate(MockProcessorContext<String, SpendWindow> context) {
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(NOW);
  }

  private static Record<String, SpecificRecord> entry(String user, long atMs) {
    LedgerEntry entry =
        LedgerEntry.newBuilder()
            .setAccount("acme")
            .setProject("search")
            .setUser(user)
            .setTags(List.of())
            .setCostSource(CostSource.PROVIDER_USAGE)
            .setCostNanoUsd(5L)
            .setAttemptAtMs(atMs)
            .setEnteredAtMs(atMs)
            .build();
    return new Record<>("acme", entry, atMs);
  }
}
