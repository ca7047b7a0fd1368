package dev.sluice.observability.latency;

import dev.sluice.observability.ObservabilityMetrics;
import dev.sluice.observability.ObservabilityNodes;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.SchemaRegistry;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.streaming.DeadLetters;
import dev.sluice.streaming.LeadingEnum;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * First stage: adds outcomes up in memory and sends the sums on once a second.
 *
 * <p>Offsets are committed on request only, right after the sums of all tasks went out, so that a
 * crash repeats what it lost; all tasks send at whole seconds for that. A delta spans two seconds
 * of records at most: the health of a deployment looks at the last seconds, also while an instance
 * catches up on minutes.
 */
public final class FoldProcessor implements Processor<byte[], byte[], String, SpecificRecord> {
  static final Duration SEND_EVERY = Duration.ofSeconds(1);
  private static final long SPAN_MS = 2_000;
  private static final Set<String> READ = Set.of(AttemptEventKind.OUTCOME.name());

  /** A window of a deployment. */
  private record Scope(String deployment, long startMs) {}

  /** What came together, and when its first record was appended. */
  private record Part(WindowSums sums, long firstMs) {}

  private final Codec<AttemptEvent> codec;
  private final LeadingEnum kinds;
  private final ObservabilityMetrics metrics;
  private final CommitGate gate;
  private final Map<Scope, Part> parts = new HashMap<>();
  private @Nullable Cancellable schedule;

  // Set by init, before the first record.
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private DeadLetters deadLetters;

  public FoldProcessor(
      Codec<AttemptEvent> codec,
      SchemaRegistry registry,
      ObservabilityMetrics metrics,
      CommitGate gate) {
    this.codec = codec;
    this.gate = gate;
    this.kinds = new LeadingEnum(registry, READ);
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    this.deadLetters =
        new DeadLetters(context, ObservabilityNodes.ROLE, null, metrics::undecodable);
    parts.clear();
    schedule = null;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (!kinds.mayBeWanted(record.value())) {
      return;
    }
    try {
      AttemptEvent event = codec.decode(record.value());
      if (event.getKind() == AttemptEventKind.OUTCOME) {
        fold(event, record.timestamp());
      }
    } catch (UndecodableException e) {
      deadLetters.setAside(record, e);
    }
  }

  private void fold(AttemptEvent outcome, long recordMs) {
    Scope scope = new Scope(outcome.getDeployment(), WindowSums.startOf(recordMs));
    Part part = parts.get(scope);
    if (part != null && Math.abs(recordMs - part.firstMs()) > SPAN_MS) {
      send(part.sums());
      part = null;
    }
    if (part == null) {
      WindowSums sums =
          WindowSums.empty(scope.deployment(), outcome.getProvider(), scope.startMs());
      part = new Part(sums, recordMs);
      parts.put(scope, part);
    }
    part.sums().add(outcome, recordMs);
    metrics.attempt();
    gate.hold(this);
    if (schedule == null) {
      schedule =
          context.schedule(
              Instant.EPOCH, SEND_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> tick());
    }
  }

  private void tick() {
    if (parts.isEmpty()) {
      if (schedule != null) {
        schedule.cancel();
        schedule = null;
      }
      return;
    }
    sendAll();
    if (gate.release(this)) {
      context.commit();
    }
  }

  private void sendAll() {
    parts.values().forEach(part -> send(part.sums()));
    parts.clear();
  }

  private void send(WindowSums sums) {
    context.forward(new Record<>(sums.deployment(), sums.forMerging(), sums.updatedAtMs()));
    metrics.delta();
  }

  /**
   * Sends what is left. The offsets of a task that ends cleanly were committed just before, without
   * a tick; its producer is still open then. Where it is not, the crash repeats those records.
   */
  @Override
  public void close() {
    try {
      sendAll();
    } finally {
      gate.release(this);
    }
  }
}
