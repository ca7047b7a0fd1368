package dev.sluice.simulator.fault;

import dev.sluice.simulator.bill.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides which calls meet a fault. The nth call that a chance is taken on always has the same luck
 * for the same seed, so a run with as many calls has as many faults, whatever their order. Safe for
 * use by several threads.
 */
public final class FaultDraw {

  private static final long STEPS = 1_000_000;

  private static final int MOST_COUNTED = 10_000;

  private final AtomicLong calls = new AtomicLong();
  private final ConcurrentHashMap<String, Integer> met = new ConcurrentHashMap<>();

  /** The fault that a call of a model with a prompt meets. */
  public Optional<Fault> draw(Behaviour behaviour, String model, String prompt) {
    FaultPlan plan = behaviour.faultPlan();
    List<Fault> faults = plan.faults();
    if (faults.isEmpty() || !(plan.onlyModel().isEmpty() || plan.onlyModel().equals(model))) {
      return Optional.empty();
    }
    if (plan.times() > 0 && earlier(model + '\n' + prompt) >= plan.times()) {
      return Optional.empty();
    }
    if (plan.percent() >= 100 && faults.size() == 1) {
      return Optional.of(faults.getFirst());
    }
    long luck = Seeds.mix(behaviour.seed() * STEPS + calls.getAndIncrement());
    if (Math.floorMod(luck, STEPS) >= plan.percent() / 100 * STEPS) {
      return Optional.empty();
    }
    return Optional.of(faults.get((int) Math.floorMod(luck / STEPS, (long) faults.size())));
  }

  /** How often this was asked before. */
  private int earlier(String call) {
    if (met.size() >= MOST_COUNTED) {
      met.clear();
    }
    return met.merge(call, 1, Integer::sum) - 1;
  }
}
