package dev.sluice.observability.intake;

import dev.sluice.observability.ObservabilityMetrics;
import dev.sluice.observability.ObservabilityNodes;
import dev.sluice.schemas.metric.LatencyWindow;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.streaming.DeadLetters;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Decodes what the first stage sent, for all of the second stage at once. */
public final class ReadDeltas implements Processor<String, byte[], String, SpecificRecord> {
  private final Codec<LatencyWindow> codec;
  private final ObservabilityMetrics metrics;

  // Set by init, before the first record.
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private DeadLetters deadLetters;

  public ReadDeltas(Codec<LatencyWindow> codec, ObservabilityMetrics metrics) {
    this.codec = codec;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    this.deadLetters =
        new DeadLetters(context, ObservabilityNodes.ROLE, null, metrics::undecodable);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    try {
      context.forward(record.withValue(codec.decode(record.value())));
    } catch (UndecodableException e) {
      deadLetters.setAside(record.withKey(record.key().getBytes(StandardCharsets.UTF_8)), e);
    }
  }
}
