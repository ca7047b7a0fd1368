package dev.sluice.cost.ledger;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.spend.CostSource;
import dev.sluice.schemas.spend.EntryKind;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the ledger entry of an attempt. Pure. */
final class LedgerEntries {
  /** A moment in an event that is further than this from its append time is not believed. */
  private static final long BELIEVED_MS = 7 * 24 * 3_600_000L;

  private LedgerEntries() {}

  /**
   * The entry of a finished attempt.
   *
   * @param recordMs append time of the event: when it entered the ledger
   */
  static LedgerEntry of(AttemptEvent event, AttemptKey key, Costing costing, long recordMs) {
    LedgerEntry entry = new LedgerEntry();
    entry.setEntryId(event.getAttemptId());
    entry.setKind(EntryKind.ATTEMPT);
    entry.setAttemptId(event.getAttemptId());
    entry.setRequestId(
        event.getRequestId().isEmpty() ? key.request().toString() : event.getRequestId());
    entry.setAccount(event.getAccount());
    entry.setProject(event.getProject());
    entry.setVirtualKeyId(event.getVirtualKeyId());
    entry.setUser(event.getUser());
    entry.setTags(event.getTags());
    entry.setRequestedModel(event.getRequestedModel());
    entry.setDeployment(event.getDeployment());
    entry.setProvider(event.getProvider());
    entry.setProviderModel(event.getProviderModel());
    entry.setReportedModel(event.getReportedModel());
    entry.setStatus(statusOf(event.getStatus()));
    entry.setBatch(event.getBatch());
    tokens(entry, event.getUsage());
    entry.setPriceVersion(event.getPriceVersion());
    cost(entry, costing);
    entry.setAttemptAtMs(believed(event.getAtMs(), recordMs));
    entry.setEnteredAtMs(recordMs);
    return entry;
  }

  /**
   * The entry of a correction: the attempt as the event repeats it, and what is added to its cost.
   * It counts in the hour in which it was made, since sums of the attempt's hour may be gone.
   *
   * @param recordMs append time of the event: when it entered the ledger
   */
  static LedgerEntry ofCorrection(AttemptEvent event, AttemptKey key, long recordMs) {
    LedgerEntry entry =
        of(
            event,
            key,
            new Costing.Known(CostSource.CORRECTION, orZero(event.getCostNanoUsd()), null),
            recordMs);
    entry.setEntryId(event.getCorrectionId());
    entry.setKind(EntryKind.CORRECTION);
    entry.setReason(event.getReason());
    entry.setAttemptAtMs(recordMs);
    return entry;
  }

  private static long orZero(@Nullable Long amount) {
    return amount == null ? 0 : amount;
  }

  private static String statusOf(AttemptStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static long believed(long atMs, long recordMs) {
    return Math.abs(atMs - recordMs) <= BELIEVED_MS ? atMs : recordMs;
  }

  private static void cost(LedgerEntry entry, Costing costing) {
    switch (costing) {
      case Costing.Known known -> {
        entry.setCostSource(known.source());
        entry.setCostNanoUsd(known.nanoUsd());
        entry.setPriceTierAboveTokens(known.tierAbove());
        entry.setReason("");
      }
      case Costing.Unknown unknown -> {
        entry.setCostSource(CostSource.UNPRICED);
        entry.setCostNanoUsd(null);
        entry.setReason(unknown.reason());
      }
    }
  }

  private static void tokens(LedgerEntry entry, @Nullable TokenUsage usage) {
    if (usage == null) {
      return;
    }
    entry.setInputTokens(usage.getInput());
    entry.setCachedInputTokens(usage.getCachedInput());
    entry.setCacheWriteTokens(usage.getCacheWrite());
    entry.setCacheWrite1hTokens(usage.getCacheWrite1h());
    entry.setOutputTokens(usage.getOutput());
    entry.setReasoningTokens(usage.getReasoning());
    entry.setAudioInputTokens(usage.getAudioInput());
    entry.setAudioOutputTokens(usage.getAudioOutput());
  }
}
