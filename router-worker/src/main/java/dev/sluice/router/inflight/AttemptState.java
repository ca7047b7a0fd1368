package dev.sluice.router.inflight;

import dev.sluice.schemas.attempt.AttemptSummary;
import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.request.AdmissionNotes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a request. It holds its reservation until it is settled or written off, whatever
 * else becomes of it.
 */
public final class AttemptState {
  private final int number;
  private final int chainIndex;
  private final @Nullable Long reservedNanoUsd;
  private final long decisionOffset;
  private final List<BudgetHold> budgets;
  private final @Nullable Long outputLimit;
  private final @Nullable AdmissionNotes notes;
  private String worker = "";
  private long startedAtMs;
  private boolean contentShown;
  private boolean givenUp;
  private boolean settled;
  private @Nullable AttemptSummary summary;
  private long doubtEndsMs = Long.MAX_VALUE;

  AttemptState(Decision dispatch, long decisionOffset) {
    this.number = dispatch.getAttemptNumber();
    this.chainIndex = dispatch.getChainIndex();
    this.reservedNanoUsd = dispatch.getReservedNanoUsd();
    this.decisionOffset = decisionOffset;
    this.budgets = dispatch.getBudgetHolds();
    this.outputLimit = dispatch.getOutputLimit();
    this.notes = dispatch.getNotes();
  }

  /** Budgets that its reservation is held against. */
  public List<BudgetHold> budgets() {
    return budgets;
  }

  /** Output limit that was lowered for it; null where it has that of its deployment step. */
  public @Nullable Long outputLimit() {
    return outputLimit;
  }

  /** What its caller is told of limits and budgets, null where none applies. */
  public @Nullable AdmissionNotes notes() {
    return notes;
  }

  public int number() {
    return number;
  }

  /** Place of its deployment in the fallback chain. */
  public int chainIndex() {
    return chainIndex;
  }

  /** What it holds; null where unpriced. */
  public @Nullable Long reservedNanoUsd() {
    return reservedNanoUsd;
  }

  /** Offset of the decision to make it, -1 where that is not read back yet. */
  public long decisionOffset() {
    return decisionOffset;
  }

  /** Whether a worker said that it has it. */
  public boolean started() {
    return !worker.isEmpty();
  }

  /** Worker that has it, empty before it started. */
  public String worker() {
    return worker;
  }

  /** When its start was in the log, by the broker's clock. */
  public long startedAtMs() {
    return startedAtMs;
  }

  public boolean contentShown() {
    return contentShown;
  }

  /** Whether another attempt was made because nobody knew what became of this one. */
  public boolean givenUp() {
    return givenUp;
  }

  public boolean settled() {
    return settled;
  }

  /** How it ended, null as long as nobody said. */
  public @Nullable AttemptSummary summary() {
    return summary;
  }

  void start(String startedBy, long atMs) {
    worker = startedBy;
    startedAtMs = atMs;
    trust();
  }

  void showContent() {
    contentShown = true;
  }

  void giveUp() {
    givenUp = true;
  }

  void settle(@Nullable AttemptSummary how) {
    settled = true;
    trust();
    if (how != null) {
      summary = how;
    }
  }

  void failed(AttemptSummary how) {
    if (summary == null) {
      summary = how;
    }
  }

  /** Something must be heard of it by then. Keeps the earliest such moment. */
  public void doubtUntil(long atMs) {
    doubtEndsMs = Math.min(doubtEndsMs, atMs);
  }

  /** Something was heard of it. */
  public void trust() {
    doubtEndsMs = Long.MAX_VALUE;
  }

  /** Whether something had to be heard of it by now. */
  public boolean doubtOver(long nowMs) {
    return nowMs >= doubtEndsMs;
  }

  public boolean doubted() {
    return doubtEndsMs != Long.MAX_VALUE;
  }

  /** Whether it may have been made, and no worker is going to tell. */
  public boolean fateUnknown() {
    return !settled && !started() && (givenUp || doubted());
  }

  @Override
  public String toString() {
    return number
        + (settled ? " settled" : started() ? " on " + worker : " dispatched")
        + (givenUp ? ", given up" : "")
        + (contentShown ? ", content shown" : "");
  }
}
