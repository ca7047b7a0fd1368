package dev.sluice.router.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.decision.LimitHold;
import dev.sluice.schemas.decision.LimitKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateDigestTest {
  private static final long MINUTE_MS = 60_000;
  private static final long NOW_MS = 1_000_000;

  private static AccountPartitionState held(long reserved, long tokens) {
    Decision decision = Decision.newBuilder().build();
    decision.setKind(DecisionKind.DISPATCH);
    decision.setAccount("search");
    decision.setReservedNanoUsd(reserved);
    decision.setBudgetHolds(List.of(new BudgetHold("project/search/month", 0L, 0L)));
    decision.setLimitHolds(
        List.of(new LimitHold("project/search/all#tpm", LimitKind.TOKENS, MINUTE_MS, tokens, 0L)));
    AccountPartitionState state = new AccountPartitionState();
    state.fold(decision, 0, NOW_MS);
    return state;
  }

  @Test
  void shouldBeTheSameForTheSameDecisions() {
    assertThat(StateDigest.of(held(7, 40), NOW_MS))
        .isEqualTo(StateDigest.of(held(7, 40), NOW_MS))
        .hasSize(16);
  }

  @Test
  void shouldDifferByANanoDollarOrAToken() {
    String digest = StateDigest.of(held(7, 40), NOW_MS);

    assertThat(StateDigest.of(held(8, 40), NOW_MS)).isNotEqualTo(digest);
    assertThat(StateDigest.of(held(7, 41), NOW_MS)).isNotEqualTo(digest);
  }

  @Test
  void shouldLeaveOutWhatIsOverAndChangeNothing() {
    AccountPartitionState state = held(7, 40);
    long later = NOW_MS + 2 * MINUTE_MS;

    assertThat(StateDigest.of(state, later)).isEqualTo(StateDigest.of(held(7, 41), later));
    assertThat(StateDigest.of(state, NOW_MS)).isEqualTo(StateDigest.of(held(7, 40), NOW_MS));
  }
}
