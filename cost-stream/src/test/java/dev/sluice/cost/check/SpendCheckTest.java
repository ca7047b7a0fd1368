package dev.sluice.cost.check;

import static dev.sluice.cost.check.SpendCheck.ALONE_AFTER_MS;
import static dev.sluice.cost.check.SpendCheck.RESOLVED_WITHIN_MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cost.CostMetrics.Discrepancy;
import dev.sluice.cost.check.Half.IfAlone;
import dev.sluice.cost.check.Half.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpendCheckTest {
  private final SpendCheck check = new SpendCheck(3);

  @Test
  void shouldForgetWhatAgrees() {
    check.offer("a", ledger(5L), 0);

    Pairing pairing = check.offer("a", router(5L), 1);

    assertThat(pairing).isEqualTo(new Pairing.Matched(false));
    assertThat(check.isEmpty()).isTrue();
  }

  @Test
  void shouldTellDifferentCostsWhicheverCameFirst() {
    check.offer("a", ledger(5L), 0);
    check.offer("b", router(6L), 0);

    assertThat(check.offer("a", router(6L), 0))
        .isEqualTo(new Pairing.Disagrees(Discrepancy.COST_DIFFERS, "a", 5L, 6L));
    assertThat(check.offer("b", ledger(5L), 0))
        .isEqualTo(new Pairing.Disagrees(Discrepancy.COST_DIFFERS, "b", 5L, 6L));
  }

  @Test
  void shouldNotTakeUnpricedForZero() {
    check.offer("a", ledger(null), 0);
    check.offer("b", ledger(null), 0);

    assertThat(check.offer("a", router(0L), 0)).isInstanceOf(Pairing.Disagrees.class);
    assertThat(check.offer("b", router(null), 0)).isEqualTo(new Pairing.Matched(false));
  }

  @Test
  void shouldReportAHalfThatStaysAlone() {
    check.offer("a", ledger(5L), 0);
    check.offer("b", router(6L), 1);

    assertThat(check.alone(ALONE_AFTER_MS)).isEmpty();
    assertThat(check.alone(ALONE_AFTER_MS + 1))
        .containsExactly(new Pairing.Disagrees(Discrepancy.DECISION_MISSING, "a", 5L, null));
    assertThat(check.alone(ALONE_AFTER_MS + 2))
        .containsExactly(new Pairing.Disagrees(Discrepancy.LEDGER_MISSING, "b", null, 6L));
    assertThat(check.alone(ALONE_AFTER_MS + 3)).isEmpty();
  }

  @Test
  void shouldStillPairAHalfThatWasReported() {
    check.offer("a", ledger(5L), 0);
    check.alone(ALONE_AFTER_MS + 1);

    assertThat(check.offer("a", router(5L), ALONE_AFTER_MS + 2))
        .isEqualTo(new Pairing.Matched(true));
  }

  @Test
  void shouldForgetReportedHalvesInTheEnd() {
    check.offer("a", ledger(5L), 0);
    check.alone(ALONE_AFTER_MS + 1);

    check.alone(ALONE_AFTER_MS + 2 + RESOLVED_WITHIN_MS);

    assertThat(check.isEmpty()).isTrue();
  }

  @Test
  void shouldOnlyCountAHalfWhoseOtherMayHaveBeenReadBefore() {
    check.offer("a", new Half(Side.LEDGER, 5L, IfAlone.UNCHECKED), 0);
    check.offer("b", new Half(Side.ROUTER, 0L, IfAlone.FINE), 0);

    assertThat(check.alone(ALONE_AFTER_MS + 1)).isEmpty();
    assertThat(check.takeUnchecked()).isEqualTo(1);
    assertThat(check.takeUnchecked()).isZero();
  }

  @Test
  void shouldHoldNoMoreThanItsBound() {
    for (int i = 0; i < 10; i++) {
      check.offer("attempt-" + i, ledger(1L), 0);
    }

    assertThat(check.takeUnchecked()).isEqualTo(7);
    assertThat(check.alone(ALONE_AFTER_MS + 1)).hasSize(3);
  }

  private static Half ledger(@Nullable Long cost) {
    return new Half(Side.LEDGER, cost, IfAlone.REPORTED);
  }

  private static Half router(@Nullable Long cost) {
    return new Half(Side.ROUTER, cost, IfAlone.REPORTED);
  }
}
