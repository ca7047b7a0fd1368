package dev.sluice.cost.check;

import static dev.sluice.cost.CostFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cost.CostFixture;
import dev.sluice.cost.CostMetrics;
import dev.sluice.cost.CostNodes;
import dev.sluice.schemas.decision.Decision;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** A task goes on in the middle of the log: the other half may have been read before it. */
class CheckTakeOverTest {
  private static final Duration ALONE = Duration.ofSeconds(66);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final KeyValueStore<String, Long> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(CostNodes.CHECK_STORE), Serdes.String(), Serdes.Long())
          .withLoggingDisabled()
          .build();

  @Test
  void shouldReportAHalfOfTheVeryFirstTask() {
    MockProcessorContext<Void, Void> first = context();
    store.init(first.getStateStoreContext(), store);

    processor(first).process(settlement(NOW));
    look(first);

    assertThat(count("mismatch")).isEqualTo(1);
  }

  @Test
  void shouldOnlyCountAHalfThatASuccessorReadsFirst() {
    MockProcessorContext<Void, Void> first = context();
    store.init(first.getStateStoreContext(), store);
    processor(first).process(settlement(NOW));
    MockProcessorContext<Void, Void> second = context();

    processor(second).process(settlement(NOW));
    look(second);

    assertThat(count("mismatch")).isZero();
    assertThat(count("unchecked")).isEqualTo(1);
  }

  @Test
  void shouldMissNothingOfLongAgo() {
    MockProcessorContext<Void, Void> context = context();
    store.init(context.getStateStoreContext(), store);

    processor(context).process(settlement(NOW.minus(Duration.ofHours(2))));
    look(context);

    assertThat(count("mismatch")).isZero();
  }

  private MockProcessorContext<Void, Void> context() {
    MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    context.addStateStore((StateStore) store);
    context.setCurrentSystemTimeMs(NOW.toEpochMilli());
    return context;
  }

  private SpendCheckProcessor processor(MockProcessorContext<Void, Void> context) {
    SpendCheckProcessor processor = new SpendCheckProcessor(new CostMetrics(meters));
    processor.init(context);
    return processor;
  }

  private static void look(MockProcessorContext<Void, Void> context) {
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(NOW.plus(ALONE).toEpochMilli());
  }

  private double count(String what) {
    return meters.get("sluice.spend.check." + what).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static Record<String, SpecificRecord> settlement(Instant at) {
    Decision decision = CostFixture.settle(CostFixture.outcome(1), 5L, 1);
    return new Record<>("acme", decision, at.toEpochMilli());
  }
}
