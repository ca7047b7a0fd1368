package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.router.admission.BudgetCounter;
import dev.sluice.router.admission.ConfiguredAdmission;
import dev.sluice.router.decision.AccountPartitionState;
import dev.sluice.router.decision.Folded;
import dev.sluice.router.decision.StateDigest;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.Cycle;
import dev.sluice.schemas.config.Each;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.Matching;
import dev.sluice.schemas.config.RateLimit;
import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.decision.LimitHold;
import dev.sluice.schemas.decision.LimitKind;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.money.NanoDollars;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of one partition against a reference that knows nothing but sums: owners die,
 * sleep and wake, inputs come twice, attempts fall back, expire and cost more than they may. The
 * number of histories is {@code -Dsluice.model.seeds}; the first one is {@code
 * -Dsluice.model.from}.
 */
class BudgetModelTest {
  private static final int STEPS = 600;
  private static final long WINDOW_MS = 60_000;
  private static final long LIMIT = 9 * Samples.RESERVE;
  private static final long USER_LIMIT = 4 * Samples.RESERVE;
  private static final long MODEL_LIMIT = 3 * Samples.RESERVE;
  private static final long RPM = 15;
  private static final long CONCURRENCY = 8;

  private static final Map<String, Long> LIMITS =
      Map.of(
          "project/search/all", LIMIT,
          "project/search/users@ann", USER_LIMIT,
          "project/search/users@bob", USER_LIMIT,
          "project/search/b-model", MODEL_LIMIT,
          "project/search/tags@batch", LIMIT - 1,
          "project/search/tags@night", LIMIT - 1);

  static LongStream seeds() {
    long from = Long.getLong("sluice.model.from", 0);
    return LongStream.range(from, from + Integer.getInteger("sluice.model.seeds", 150));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldNeverOvershootAndKeepTheSumsWhateverHappens(long seed) {
    ModelWorld world = new ModelWorld(seed, new ConfiguredAdmission(BudgetModelTest::config));
    for (int step = 0; step < STEPS; step++) {
      RecoveryModelTest.step(world);
    }
    world.settle();

    Reference reference = new Reference(seed);
    AccountPartitionState state = new AccountPartitionState();
    for (int at = 0; at < world.log.size(); at++) {
      Decision decision = world.codec.decode(world.log.get(at));
      if (state.fold(decision, at, world.logTimes.get(at)) instanceof Folded.Applied) {
        reference.check(decision, world.logTimes.get(at));
      }
    }
    reference.end(state);
    long lastMs = world.logTimes.getLast();
    assertThat(StateDigest.of(world.owner.folded, lastMs))
        .as("seed %d: a fold of the log", seed)
        .isEqualTo(StateDigest.of(state, lastMs));
  }

  private static GatewayConfig config() {
    return CONFIG;
  }

  private static final GatewayConfig CONFIG =
      Samples.config(
          new Allowances(
              List.of(
                  budget("all", LIMIT, Each.NONE, Matching.ANY),
                  budget("users", USER_LIMIT, Each.USER, Matching.ANY),
                  budget("b-model", MODEL_LIMIT, Each.NONE, new Matching("b/*", "", "", "")),
                  budget("tags", LIMIT - 1, Each.TAG, Matching.ANY)),
              List.of(
                  new RateLimit(
                      "whole",
                      Each.NONE,
                      Matching.ANY,
                      new RateLimit.Bounds(RPM, null, null, null, CONCURRENCY)))));

  private static Budget budget(String name, long limit, Each each, Matching matching) {
    return new Budget(
        name,
        new NanoDollars(limit),
        Cycle.TOTAL,
        ZoneId.of("UTC"),
        each,
        matching,
        true,
        List.of(),
        1);
  }

  /** Sums by hand, from nothing but the decisions that count. */
  private static final class Reference {
    private final long seed;
    private final Map<String, Long> spent = new HashMap<>();
    private final Map<String, Map<String, Long>> held = new HashMap<>();
    private final List<Long> admitted = new ArrayList<>();
    private final Map<String, Boolean> open = new HashMap<>();

    Reference(long seed) {
      this.seed = seed;
    }

    void check(Decision decision, long atMs) {
      switch (decision.getKind()) {
        case DISPATCH -> dispatched(decision, atMs);
        case SETTLE, WRITE_OFF -> {
          settled(decision);
          ended(decision);
        }
        case END -> ended(decision);
        case REFUSE, OWNER_EPOCH, SNAPSHOT, UNSPECIFIED -> {}
      }
    }

    private void dispatched(Decision decision, long atMs) {
      String attempt = ModelWorld.attempt(decision);
      long amount = decision.getReservedNanoUsd();
      assertThat(decision.getBudgetHolds()).as("seed %d: %s", seed, attempt).isNotEmpty();
      for (BudgetHold hold : decision.getBudgetHolds()) {
        Map<String, Long> ofBudget = held.computeIfAbsent(hold.getBudget(), id -> new HashMap<>());
        assertThat(ofBudget.put(attempt, amount)).as("seed %d: %s", seed, attempt).isNull();
        long taken =
            spent.getOrDefault(hold.getBudget(), 0L)
                + ofBudget.values().stream().mapToLong(Long::longValue).sum();
        assertThat(taken)
            .as("seed %d: %s with %s", seed, hold.getBudget(), attempt)
            .isLessThanOrEqualTo(LIMITS.get(hold.getBudget()));
      }
      if (decision.getEnvelope() == null) {
        return;
      }
      admitted.add(atMs);
      assertThat(admitted.stream().filter(at -> at > atMs - WINDOW_MS).count())
          .as("seed %d: admitted in the minute before %d", seed, atMs)
          .isLessThanOrEqualTo(RPM);
      open.put(decision.getRequestId(), true);
      assertThat(open.size()).as("seed %d: at once", seed).isLessThanOrEqualTo((int) CONCURRENCY);
      assertThat(decision.getLimitHolds().stream().map(LimitHold::getKind))
          .containsExactlyInAnyOrder(LimitKind.REQUESTS, LimitKind.CONCURRENCY);
    }

    private void settled(Decision decision) {
      String attempt = ModelWorld.attempt(decision);
      for (BudgetHold hold : decision.getBudgetHolds()) {
        assertThat(held.getOrDefault(hold.getBudget(), Map.of()).get(attempt))
            .as("seed %d: %s ends the hold of %s once", seed, attempt, hold.getBudget())
            .isNotNull();
        held.computeIfAbsent(hold.getBudget(), id -> new HashMap<>()).remove(attempt);
        spent.merge(hold.getBudget(), decision.getChargedNanoUsd(), Long::sum);
      }
      if (decision.getKind() == DecisionKind.SETTLE && decision.getCostNanoUsd() != null) {
        assertThat(decision.getChargedNanoUsd())
            .as("seed %d: charge of %s", seed, attempt)
            .isGreaterThanOrEqualTo(decision.getCostNanoUsd());
      }
    }

    private void ended(Decision decision) {
      if (decision.getEnd() != RequestEnd.NONE) {
        open.remove(decision.getRequestId());
      }
    }

    void end(AccountPartitionState state) {
      assertThat(open).as("seed %d", seed).isEmpty();
      held.forEach((budget, attempts) ->
          assertThat(attempts).as("seed %d: held against %s", seed, budget).isEmpty());
      spent.forEach((budget, sum) -> {
        BudgetCounter counter = state.counters().budget(budget);
        assertThat(counter.spent(0)).as("seed %d: spent of %s", seed, budget).isEqualTo(sum);
        assertThat(counter.reserved(0)).as("seed %d: reserved of %s", seed, budget).isZero();
        assertThat(counter.openHolds()).as("seed %d: open of %s", seed, budget).isZero();
      });
    }
  }
}
