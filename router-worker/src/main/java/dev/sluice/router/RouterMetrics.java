package dev.sluice.router;

import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the router counts. Safe for any thread. */
public final class RouterMetrics {
  private final Map<DecisionKind, Counter> decisions = new EnumMap<>(DecisionKind.class);
  private final Counter voided;
  private final Counter repeated;
  private final Counter undecodable;
  private final Counter proofs;
  private final Counter payloadsFetched;
  private final Counter payloadsLost;
  private final Timer readBack;
  private final DistributionSummary decisionTime;
  private final Map<Integer, AtomicLong> epochs = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicLong> inFlight = new ConcurrentHashMap<>();

  /** Registers all meters. */
  public RouterMetrics(MeterRegistry registry) {
    for (DecisionKind kind : DecisionKind.values()) {
      decisions.put(
          kind,
          Counter.builder("sluice.router.decisions")
              .description("Decisions appended")
              .tag("kind", kind.name().toLowerCase(java.util.Locale.ROOT))
              .register(registry));
    }
    voided =
        Counter.builder("sluice.router.decisions.void")
            .description("Decisions read whose epoch was no longer in force")
            .register(registry);
    repeated =
        Counter.builder("sluice.router.inputs.repeated")
            .description("Inputs that were dealt with before")
            .register(registry);
    undecodable =
        Counter.builder("sluice.router.inputs.undecodable")
            .description("Records that could not be read")
            .register(registry);
    proofs =
        Counter.builder("sluice.router.ownership.proofs")
            .description("Times that ownership was proved by the log because of a delay")
            .register(registry);
    payloadsFetched =
        Counter.builder("sluice.router.payloads.fetched")
            .description("Payloads read again because they were no longer in memory")
            .register(registry);
    payloadsLost =
        Counter.builder("sluice.router.payloads.lost")
            .description("Payloads that were no longer in their topic")
            .register(registry);
    readBack =
        Timer.builder("sluice.router.decision.readback")
            .description("From the append of a decision to its reading back")
            .register(registry);
    decisionTime =
        DistributionSummary.builder("sluice.router.decision.us")
            .description("Time to decide about one input, in microseconds")
            .register(registry);
    Gauge.builder("sluice.router.partitions", epochs, Map::size)
        .description("Partitions owned")
        .register(registry);
    Gauge.builder("sluice.router.epoch.highest", epochs, RouterMetrics::highest)
        .description("Highest owner epoch of the partitions owned")
        .register(registry);
    Gauge.builder("sluice.router.requests.inflight", inFlight, RouterMetrics::sum)
        .description("Accepted requests without a final outcome, or with holds")
        .register(registry);
  }

  public void decided(Decision decision) {
    Counter counter = decisions.get(decision.getKind());
    if (counter != null) {
      counter.increment();
    }
  }

  public void voided() {
    voided.increment();
  }

  public void repeated() {
    repeated.increment();
  }

  public void undecodable() {
    undecodable.increment();
  }

  public void proved() {
    proofs.increment();
  }

  public void payloadFetched() {
    payloadsFetched.increment();
  }

  public void payloadLost() {
    payloadsLost.increment();
  }

  public void readBack(long nanos) {
    readBack.record(nanos, TimeUnit.NANOSECONDS);
  }

  public void decisionTook(long nanos) {
    decisionTime.record(nanos / 1000.0);
  }

  /** A partition was taken. */
  public void owned(int partition, long epoch) {
    epochs.computeIfAbsent(partition, key -> new AtomicLong()).set(epoch);
  }

  public void inFlight(int partition, int count) {
    inFlight.computeIfAbsent(partition, key -> new AtomicLong()).set(count);
  }

  /** A partition was given up. */
  public void left(int partition) {
    epochs.remove(partition);
    inFlight.remove(partition);
  }

  /** Whether the epoch of this partition is this router's. */
  public boolean owns(int partition) {
    return epochs.containsKey(partition);
  }

  private static double highest(Map<Integer, AtomicLong> epochs) {
    return epochs.values().stream().mapToLong(AtomicLong::get).max().orElse(0);
  }

  private static double sum(Map<Integer, AtomicLong> counts) {
    return counts.values().stream().mapToLong(AtomicLong::get).sum();
  }
}
