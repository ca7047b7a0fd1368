package dev.sluice.cost.check;

import static dev.sluice.cost.CostNodes.CHECK_STORE;
import static dev.sluice.cost.CostNodes.SPEND_CHECK;

import dev.sluice.cost.CostMetrics;
import dev.sluice.cost.CostNodes;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.SchemaRegistry;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.streaming.DeadLetters;
import dev.sluice.streaming.LeadingEnum;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Passes on the decisions that cost something and are in force: one whose owner epoch is lower than
 * an epoch that began before it in the partition is void. The epoch is kept in a store, so that a
 * task which starts in the middle of the log knows it.
 */
public final class DecisionsInForce implements Processor<byte[], byte[], String, SpecificRecord> {
  private static final Set<String> READ =
      Set.of(
          DecisionKind.OWNER_EPOCH.name(),
          DecisionKind.SETTLE.name(),
          DecisionKind.WRITE_OFF.name());
  private static final String LATEST_EPOCH = "latest-epoch";

  private final Codec<Decision> codec;
  private final LeadingEnum kinds;
  private final CostMetrics metrics;
  private long epoch;

  // Set by init, before the first record.
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private DeadLetters deadLetters;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<String, Long> store;

  public DecisionsInForce(Codec<Decision> codec, SchemaRegistry registry, CostMetrics metrics) {
    this.codec = codec;
    this.kinds = new LeadingEnum(registry, READ);
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    this.deadLetters =
        new DeadLetters(context, CostNodes.ROLE, CostNodes.UNDECODABLE_SINK, metrics::undecodable);
    this.store = context.getStateStore(CHECK_STORE);
    Long latest = store.get(LATEST_EPOCH);
    epoch = latest == null ? Long.MIN_VALUE : latest;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (!kinds.mayBeWanted(record.value())) {
      return;
    }
    try {
      decided(record, codec.decode(record.value()));
    } catch (UndecodableException e) {
      deadLetters.setAside(record, e);
    }
  }

  private void decided(Record<byte[], byte[]> record, Decision decision) {
    switch (decision.getKind()) {
      case OWNER_EPOCH -> begin(decision.getOwnerEpoch());
      case SETTLE, WRITE_OFF -> {
        if (decision.getOwnerEpoch() >= epoch && decision.getAttemptNumber() > 0) {
          context.forward(
              new Record<>(decision.getAccount(), decision, record.timestamp()), SPEND_CHECK);
        }
      }
      case UNSPECIFIED, DISPATCH, REFUSE, END, SNAPSHOT -> {}
    }
  }

  private void begin(long newEpoch) {
    if (newEpoch > epoch) {
      epoch = newEpoch;
      store.put(LATEST_EPOCH, newEpoch);
    }
  }
}
