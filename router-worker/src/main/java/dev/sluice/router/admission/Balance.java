package dev.sluice.router.admission;

import dev.sluice.schemas.decision.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What an account has spent and holds reserved, in nano-dollars. A pure fold of decisions: it needs
 * nothing but the decision itself. Sums that would leave the range of a long stop at its edge.
 */
public final class Balance {
  private long spentNanoUsd;
  private long reservedNanoUsd;
  private long settledAttempts;
  private long unpricedAttempts;
  private long lastOffset = -1;

  public Balance() {}

  public Balance(long spent, long reserved, long settled, long unpriced, long lastOffset) {
    this.spentNanoUsd = spent;
    this.reservedNanoUsd = reserved;
    this.settledAttempts = settled;
    this.unpricedAttempts = unpriced;
    this.lastOffset = lastOffset;
  }

  /**
   * Folds one decision.
   *
   * @param offset its offset, or -1 for one that is not in the log yet; one that was folded before
   *     changes nothing
   */
  public void apply(Decision decision, long offset) {
    if (offset >= 0) {
      if (offset <= lastOffset) {
        return;
      }
      lastOffset = offset;
    }
    switch (decision.getKind()) {
      case DISPATCH ->
          reservedNanoUsd = add(reservedNanoUsd, orZero(decision.getReservedNanoUsd()));
      case SETTLE, WRITE_OFF -> settle(decision);
      case REFUSE, END, OWNER_EPOCH, SNAPSHOT, UNSPECIFIED -> {}
    }
  }

  private void settle(Decision decision) {
    reservedNanoUsd = add(reservedNanoUsd, -orZero(decision.getReservedNanoUsd()));
    Long cost = decision.getCostNanoUsd();
    settledAttempts++;
    if (cost == null) {
      unpricedAttempts++;
    } else {
      spentNanoUsd = add(spentNanoUsd, cost);
    }
  }

  public long spentNanoUsd() {
    return spentNanoUsd;
  }

  public long reservedNanoUsd() {
    return reservedNanoUsd;
  }

  /** Attempts that were settled or written off. */
  public long settledAttempts() {
    return settledAttempts;
  }

  /** Those of them that nobody could price. */
  public long unpricedAttempts() {
    return unpricedAttempts;
  }

  /** Offset of the last decision folded. */
  public long lastOffset() {
    return lastOffset;
  }

  private static long orZero(@Nullable Long amount) {
    return amount == null ? 0 : amount;
  }

  private static long add(long sum, long amount) {
    long total = sum + amount;
    if (((sum ^ total) & (amount ^ total)) < 0) {
      return amount < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return total;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Balance balance
        && balance.spentNanoUsd == spentNanoUsd
        && balance.reservedNanoUsd == reservedNanoUsd
        && balance.settledAttempts == settledAttempts
        && balance.unpricedAttempts == unpricedAttempts;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(spentNanoUsd) * 31 + Long.hashCode(reservedNanoUsd);
  }

  @Override
  public String toString() {
    return "spent "
        + spentNanoUsd
        + ", reserved "
        + reservedNanoUsd
        + ", settled "
        + settledAttempts;
  }
}
