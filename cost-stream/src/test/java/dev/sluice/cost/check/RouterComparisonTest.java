package dev.sluice.cost.check;

import static dev.sluice.cost.CostFixture.outcome;
import static dev.sluice.cost.CostFixture.ownerEpoch;
import static dev.sluice.cost.CostFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cost.CostFixture;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterComparisonTest {
  private static final long COST = 2_000_000;
  private static final Duration ALONE = Duration.ofSeconds(66);
  private CostFixture cost;

  @BeforeEach
  void open(@TempDir Path stateDir) {
    cost = new CostFixture(stateDir);
    cost.decision(ownerEpoch(1));
  }

  @AfterEach
  void close() {
    cost.close();
  }

  @Test
  void shouldAgreeWithTheSettlementOfAnOutcome() {
    AttemptEvent first = outcome(1);
    AttemptEvent second = outcome(1);

    cost.attempt(first);
    cost.decision(settle(first, COST, 1));
    cost.decision(settle(second, COST, 1));
    cost.attempt(second);
    cost.pass(ALONE);

    assertThat(cost.count("sluice.spend.check.matched")).isEqualTo(2);
    assertThat(mismatches()).isZero();
  }

  @Test
  void shouldAgreeWithAWriteOff() {
    AttemptEvent lost = outcome(1);
    lost.setKind(dev.sluice.schemas.attempt.AttemptEventKind.WRITTEN_OFF);
    lost.setInputTokensBound(10);
    lost.setOutputLimit(10L);
    Decision writeOff = settle(lost, 30_000L, 1);
    writeOff.setKind(DecisionKind.WRITE_OFF);

    cost.attempt(lost);
    cost.decision(writeOff);

    assertThat(cost.count("sluice.spend.check.matched")).isEqualTo(1);
  }

  @Test
  void shouldTellAnotherCost() {
    AttemptEvent event = outcome(1);

    cost.attempt(event);
    cost.decision(settle(event, COST + 1, 1));

    assertThat(mismatches()).isEqualTo(1);
  }

  @Test
  void shouldTellEitherSideThatIsMissing() {
    cost.attempt(outcome(1));
    cost.decision(settle(outcome(1), COST, 1));

    cost.pass(ALONE);

    assertThat(mismatches()).isEqualTo(2);
  }

  @Test
  void shouldNotMissAnEntryForACallThatWasNeverMade() {
    cost.decision(settle(outcome(1), 0L, 1));

    cost.pass(ALONE);

    assertThat(mismatches()).isZero();
  }

  @Test
  void shouldLeaveOutVoidDecisions() {
    AttemptEvent event = outcome(1);

    cost.attempt(event);
    cost.decision(ownerEpoch(2));
    cost.decision(settle(event, COST + 1, 1));
    cost.decision(ownerEpoch(1));
    cost.decision(settle(event, COST, 2));

    assertThat(mismatches()).isZero();
    assertThat(cost.count("sluice.spend.check.matched")).isEqualTo(1);
  }

  @Test
  void shouldSkipDecisionsThatCostNothing() {
    Decision end = settle(outcome(1), COST, 1);
    end.setKind(DecisionKind.DISPATCH);

    cost.decision(end);
    cost.pass(ALONE);

    assertThat(mismatches()).isZero();
  }

  @Test
  void shouldSetAsideADecisionThatCannotBeRead() {
    cost.decisionBytes("no decision".getBytes(StandardCharsets.UTF_8));

    assertThat(cost.deadLetters()).hasSize(1);
  }

  private double mismatches() {
    return cost.count("sluice.spend.check.mismatch");
  }
}
