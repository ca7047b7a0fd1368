package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.router.decision.AccountPartitionState;
import dev.sluice.router.decision.Folded;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecoveryModelTest {
  private static final int STEPS = 600;

  static LongStream seeds() {
    long from = Long.getLong("sluice.model.from", 0);
    return LongStream.range(from, from + Integer.getInteger("sluice.model.seeds", 150));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldLoseNothingAndAccountOnceWhateverDies(long seed) {
    ModelWorld world = new ModelWorld(seed);
    for (int step = 0; step < STEPS; step++) {
      step(world);
    }
    world.settle();

    check(world, seed);
  }

  static void step(ModelWorld world) {
    switch (world.random.nextInt(40)) {
      case 0, 1, 2, 3, 4 -> world.accept();
      case 5, 6, 7, 8, 9, 10, 11, 12 -> world.owner.readInput();
      case 13, 14, 15, 16 -> world.owner.flush(1 + world.random.nextInt(3));
      case 17, 18, 19, 20, 21, 22, 23 -> world.owner.readDecision();
      case 24, 25, 26, 27, 28, 29 -> world.work();
      case 30, 31 -> world.owner.commit();
      case 32, 33 -> world.owner.save();
      case 34 -> world.owner.sweep();
      case 35 -> world.nowMs += world.random.nextInt(3_000);
      case 36 -> world.cancel();
      case 37 -> world.wake();
      case 38 -> rarely(world, world::killWhileSaving);
      default -> rarely(world, world.random.nextBoolean() ? world::kill : world::stop);
    }
  }

  private static void rarely(ModelWorld world, Runnable disaster) {
    if (world.random.nextInt(3) == 0) {
      disaster.run();
    }
  }

  private static void check(ModelWorld world, long seed) {
    AccountPartitionState all = new AccountPartitionState();
    Set<Long> firsts = new HashSet<>();
    Map<String, Decision> settled = new HashMap<>();
    Set<String> dispatched = new HashSet<>();
    for (int at = 0; at < world.log.size(); at++) {
      Decision decision = world.codec.decode(world.log.get(at));
      if (!(all.fold(decision, at, world.logTimes.get(at)) instanceof Folded.Applied)) {
        continue;
      }
      if (decision.getRequestOffset() >= 0) {
        assertThat(firsts.add(decision.getRequestOffset()))
            .as("seed %d: one first decision for request %d", seed, decision.getRequestOffset())
            .isTrue();
      }
      if (decision.getKind() == DecisionKind.DISPATCH) {
        assertThat(dispatched.add(ModelWorld.attempt(decision))).as("seed %d", seed).isTrue();
      }
      if (decision.getKind() == DecisionKind.SETTLE
          || decision.getKind() == DecisionKind.WRITE_OFF) {
        assertThat(settled.put(ModelWorld.attempt(decision), decision))
            .as("seed %d: %s settled once", seed, ModelWorld.attempt(decision))
            .isNull();
      }
    }
    assertThat(firsts.size())
        .as("seed %d: every request is decided", seed)
        .isEqualTo(world.requestCount);
    for (int number = 0; number < world.requestCount; number++) {
      assertThat(world.ended.contains(Samples.id(number)))
          .as("seed %d: request %d is answered", seed, number)
          .isTrue();
    }
    assertThat(settled.keySet()).as("seed %d: every attempt settled", seed).isEqualTo(dispatched);
    money(world, seed, settled);
    AccountPartitionState folded = world.owner.folded;
    AccountPartitionState live = world.owner.live;
    assertThat(folded.inFlight()).as("seed %d", seed).isEmpty();
    assertThat(live.inFlight()).as("seed %d", seed).isEmpty();
    assertThat(folded.balances()).as("seed %d", seed).isEqualTo(all.balances());
    assertThat(live.balances()).as("seed %d", seed).isEqualTo(all.balances());
    assertThat(folded.balance(Samples.ACCOUNT).reservedNanoUsd()).as("seed %d", seed).isZero();
  }

  private static void money(ModelWorld world, long seed, Map<String, Decision> settled) {
    long spent = 0;
    for (Map.Entry<String, Decision> one : settled.entrySet()) {
      String attempt = one.getKey();
      Decision decision = one.getValue();
      boolean notCalled = decision.getUsageSource().equals("NOT_CALLED");
      assertThat(notCalled && world.called.contains(attempt))
          .as("seed %d: %s was called and counts as not called", seed, attempt)
          .isFalse();
      if (decision.getKind() == DecisionKind.SETTLE && !notCalled) {
        assertThat(decision.getCostNanoUsd())
            .as("seed %d: cost of %s", seed, attempt)
            .isEqualTo(world.outcomeCosts.get(attempt));
      }
      if (decision.getKind() == DecisionKind.WRITE_OFF) {
        assertThat(world.outcomeCosts)
            .as("seed %d: %s written off with an outcome", seed, attempt)
            .doesNotContainKey(attempt);
      }
      spent += decision.getCostNanoUsd();
    }
    assertThat(world.owner.folded.balance(Samples.ACCOUNT).spentNanoUsd())
        .as("seed %d", seed)
        .isEqualTo(spent);
  }
}
