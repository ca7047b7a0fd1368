package dev.sluice.cost.check;

import static dev.sluice.cost.CostNodes.CHECK_STORE;

import dev.sluice.cost.CostMetrics;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.spend.LedgerEntry;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds the {@link SpendCheck} of a task and tells what it finds. */
public final class SpendCheckProcessor implements Processor<String, SpecificRecord, Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(SpendCheckProcessor.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final int BOUND = 100_000;

  /** Key of the first record that any task of this partition compared. */
  private static final String BEGUN = "begun-at-ms";

  /** Records of this span after a restart may have had their other half before it. */
  private static final long RESTART_SPAN_MS = 60_000;

  /**
   * Older records are compared, but nothing is missed: the topics do not keep them equally long.
   */
  private static final long RECENT_MS = 3_600_000;

  private final CostMetrics metrics;
  private final SpendCheck check = new SpendCheck(BOUND);
  private @Nullable Cancellable schedule;
  private boolean restarted;
  private long firstRecordMs;

  // Set by init, before the first record.
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<Void, Void> context;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<String, Long> store;

  public SpendCheckProcessor(CostMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.context = context;
    this.store = context.getStateStore(CHECK_STORE);
    restarted = store.get(BEGUN) != null;
    firstRecordMs = Long.MIN_VALUE;
    check.clear();
    schedule = null;
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    if (firstRecordMs == Long.MIN_VALUE) {
      begin(record.timestamp());
    }
    Half.IfAlone ifAlone = ifAlone(record.timestamp());
    switch (record.value()) {
      case LedgerEntry entry ->
          offer(entry.getAttemptId(), new Half(Half.Side.LEDGER, entry.getCostNanoUsd(), ifAlone));
      case Decision decision ->
          offer(
              decision.getRequestId() + '-' + decision.getAttemptNumber(),
              routerHalf(decision.getCostNanoUsd(), ifAlone));
      default -> {}
    }
  }

  private void begin(long recordMs) {
    firstRecordMs = recordMs;
    if (!restarted) {
      store.put(BEGUN, recordMs);
    }
  }

  private static Half routerHalf(@Nullable Long cost, Half.IfAlone ifAlone) {
    boolean free = cost != null && cost == 0;
    return new Half(Half.Side.ROUTER, cost, free ? Half.IfAlone.FINE : ifAlone);
  }

  private Half.IfAlone ifAlone(long recordMs) {
    boolean afterRestart = restarted && recordMs < firstRecordMs + RESTART_SPAN_MS;
    boolean old = recordMs < context.currentSystemTimeMs() - RECENT_MS;
    return afterRestart || old ? Half.IfAlone.UNCHECKED : Half.IfAlone.REPORTED;
  }

  private void offer(String attemptId, Half half) {
    switch (check.offer(attemptId, half, context.currentSystemTimeMs())) {
      case Pairing.Waits() -> startSchedule();
      case Pairing.Matched(boolean late) -> {
        metrics.matched();
        if (late) {
          metrics.resolved();
        }
      }
      case Pairing.Disagrees finding -> tell(finding);
    }
  }

  private void startSchedule() {
    if (schedule == null) {
      schedule = context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
    }
  }

  private void look(long nowMs) {
    check.alone(nowMs).forEach(this::tell);
    metrics.unchecked(check.takeUnchecked());
    if (check.isEmpty() && schedule != null) {
      schedule.cancel();
      schedule = null;
    }
  }

  private void tell(Pairing.Disagrees finding) {
    metrics.mismatch(finding.discrepancy());
    LOG.atWarn()
        .addKeyValue("attempt", finding.attemptId())
        .addKeyValue("reason", finding.discrepancy().label())
        .addKeyValue("ledgerNanoUsd", finding.ledgerCost())
        .addKeyValue("routerNanoUsd", finding.routerCost())
        .log("ledger and router disagree about an attempt");
  }
}
