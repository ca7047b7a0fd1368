package dev.sluice.cost.ledger;

import static dev.sluice.cost.CostNodes.ENTRIES_SINK;
import static dev.sluice.cost.CostNodes.SEEN_STORE;
import static dev.sluice.cost.CostNodes.SPEND_CHECK;
import static dev.sluice.cost.CostNodes.SPEND_WINDOWS;

import dev.sluice.cost.CostMetrics;
import dev.sluice.cost.CostNodes;
import dev.sluice.cost.PriceVersions;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.SchemaRegistry;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.spend.EntryKind;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.streaming.DeadLetters;
import dev.sluice.streaming.LeadingEnum;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * Enters each finished attempt, and each correction, into the ledger once.
 *
 * <p>An attempt is finished by its outcome, or by being written off; whichever comes first counts.
 * Its id is remembered for {@link #REMEMBERED} by the time in the id, in segments that are dropped
 * whole. An older id can't be told from a repeat any more, so it goes to {@code undecodable}.
 */
public final class LedgerProcessor implements Processor<byte[], byte[], String, SpecificRecord> {
  /** How long an attempt id is remembered. */
  public static final Duration REMEMBERED = Duration.ofDays(7);

  /** How far the time in an id may be ahead of the broker and still be taken as it is. */
  public static final Duration AHEAD = Duration.ofHours(1);

  private static final Set<String> FINISHED =
      Set.of(
          AttemptEventKind.OUTCOME.name(),
          AttemptEventKind.WRITTEN_OFF.name(),
          AttemptEventKind.CORRECTED.name());
  private static final byte[] MARK = {1};

  private final Codec<AttemptEvent> codec;
  private final LeadingEnum kinds;
  private final AttemptCosting costing;
  private final CostMetrics metrics;

  // Set by init, before the first record.
  @SuppressWarnings("NullAway.Init")
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private DeadLetters deadLetters;

  @SuppressWarnings("NullAway.Init")
  private WindowStore<byte[], byte[]> seen;

  public LedgerProcessor(
      Codec<AttemptEvent> codec,
      SchemaRegistry registry,
      PriceVersions versions,
      CostMetrics metrics) {
    this.codec = codec;
    this.kinds = new LeadingEnum(registry, FINISHED);
    this.costing = new AttemptCosting(versions);
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    this.deadLetters =
        new DeadLetters(context, CostNodes.ROLE, CostNodes.UNDECODABLE_SINK, metrics::undecodable);
    this.seen = context.getStateStore(SEEN_STORE);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (!kinds.mayBeWanted(record.value())) {
      return;
    }
    AttemptEvent event;
    try {
      event = codec.decode(record.value());
    } catch (UndecodableException e) {
      deadLetters.setAside(record, e);
      return;
    }
    switch (event.getKind()) {
      case OUTCOME, WRITTEN_OFF ->
          once(
              record,
              AttemptKey.parse(event.getAttemptId()),
              "the attempt id is not a UUIDv7 and a number",
              key -> LedgerEntries.of(event, key, costing.of(event), record.timestamp()));
      case CORRECTED ->
          once(
              record,
              AttemptKey.ofCorrection(event),
              "the correction id is not a UUIDv7",
              key -> LedgerEntries.ofCorrection(event, key, record.timestamp()));
      case STARTED, FIRST_CONTENT, UNSPECIFIED -> {}
    }
  }

  private void once(
      Record<byte[], byte[]> record,
      Optional<AttemptKey> parsed,
      String otherwise,
      Function<AttemptKey, LedgerEntry> entry) {
    if (parsed.isEmpty()) {
      deadLetters.setAside(record, otherwise);
      return;
    }
    AttemptKey key = parsed.get();
    if (key.madeAtMs() < record.timestamp() - REMEMBERED.toMillis()) {
      metrics.late();
      deadLetters.setAside(record, "late: the id is older than 7 days");
      return;
    }
    if (!enteredNow(key, record.timestamp())) {
      metrics.duplicate();
      return;
    }
    enter(record, entry.apply(key));
  }

  private void enter(Record<byte[], byte[]> record, LedgerEntry entry) {
    if (entry.getAccount().isEmpty() && record.key() != null) {
      entry.setAccount(new String(record.key(), StandardCharsets.UTF_8));
    }
    metrics.entry(entry.getCostSource());
    Record<String, LedgerEntry> out = new Record<>(entry.getAccount(), entry, record.timestamp());
    context.forward(out, ENTRIES_SINK);
    context.forward(out, SPEND_WINDOWS);
    if (entry.getKind() == EntryKind.ATTEMPT) {
      context.forward(out, SPEND_CHECK);
    }
  }

  /** Remembers the attempt; false where it was there before. */
  private boolean enteredNow(AttemptKey key, long recordMs) {
    byte[] bytes = key.bytes();
    long madeAt = key.madeAtMs();
    if (madeAt <= recordMs + AHEAD.toMillis()) {
      if (seen.fetch(bytes, madeAt) != null) {
        return false;
      }
      seen.put(bytes, MARK, madeAt);
      return true;
    }
    // A clock far ahead made this id. Under its own time it would push out what the store
    // remembers.
    try (WindowStoreIterator<byte[]> earlier =
        seen.fetch(bytes, recordMs - REMEMBERED.toMillis(), recordMs)) {
      if (earlier.hasNext()) {
        return false;
      }
    }
    seen.put(bytes, MARK, recordMs);
    return true;
  }
}
