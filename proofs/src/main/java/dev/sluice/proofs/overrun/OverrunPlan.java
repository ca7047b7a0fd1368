package dev.sluice.proofs.overrun;

import dev.sluice.proofs.traffic.Ask;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.Cycle;
import dev.sluice.schemas.config.Each;
import dev.sluice.schemas.config.Matching;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.money.NanoDollars;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * A project of its own with one hard budget, and what its callers ask.
 *
 * @param callers at once
 * @param cycleEndMs when the budget begins anew; 0 for never
 */
record OverrunPlan(int callers, NanoDollars limit, Cycle cycle, ZoneId zone, long cycleEndMs) {
  static final String PROJECT = "overrun";
  static final String KEY = "sk-sluice-overrun-0123456789abcdefghij";
  static final String BUDGET = "project/" + PROJECT + "/cap";

  /** About what half of the callers may cost at once, so that the first answers are a debt. */
  private static final long NANO_USD_FOR_EACH_CALLER = 1_000_000;

  private static final int MAX_TOKENS = 500;
  private static final int DAY_SECONDS = 86_400;
  private static final int FARTHEST_WEST_SECONDS = 18 * 3_600;
  private static final List<String> MODELS =
      List.of("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5");

  /**
   * A plan.
   *
   * @param cycle what is left of the budget's day, by a time zone whose midnight is then; empty for
   *     a budget that never begins anew
   */
  static OverrunPlan of(int callers, Optional<Duration> cycle, long nowMs) {
    NanoDollars limit = new NanoDollars(callers * NANO_USD_FOR_EACH_CALLER);
    if (cycle.isEmpty()) {
      return new OverrunPlan(callers, limit, Cycle.TOTAL, ZoneOffset.UTC, 0);
    }
    long end = (nowMs + cycle.get().toMillis()) / 1_000;
    int ofDay = (int) (end % DAY_SECONDS);
    ZoneOffset zone =
        ZoneOffset.ofTotalSeconds(ofDay <= FARTHEST_WEST_SECONDS ? -ofDay : DAY_SECONDS - ofDay);
    return new OverrunPlan(callers, limit, Cycle.DAILY, zone, end * 1_000);
  }

  List<ConfigObject> objects() {
    Budget cap =
        new Budget(
            "cap",
            limit,
            cycle,
            zone,
            Each.NONE,
            Matching.ANY,
            true,
            Budget.DEFAULT_ALERTS,
            Budget.DEFAULT_MIN_OUTPUT_TOKENS);
    return List.of(
        ConfigObjects.of(new Project(PROJECT, new Allowances(List.of(cap), List.of()))),
        ConfigObjects.of(VirtualKey.of(PROJECT, PROJECT, VirtualKey.hashOf(KEY))));
  }

  /** One of both dialects, whole and streamed in turn; three times the limit is given in 0.3 s. */
  static Ask ask(int number) {
    boolean stream = number % 4 >= 2;
    return new Ask(
        MODELS.get(number % MODELS.size()),
        "Number " + number + " [[sim fault=overrun tps=5000]]",
        stream,
        stream,
        -1,
        MAX_TOKENS);
  }
}
