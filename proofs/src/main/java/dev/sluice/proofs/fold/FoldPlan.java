package dev.sluice.proofs.fold;

import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Traffic;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.Cycle;
import dev.sluice.schemas.config.Each;
import dev.sluice.schemas.config.Matching;
import dev.sluice.schemas.config.OnLimit;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.RateLimit;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.money.NanoDollars;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Several projects, so that several partitions have something to fold, and what they ask. */
final class FoldPlan {
  static final int PROJECTS = 8;
  private static final int USERS = 5;
  private static final List<String> MODELS =
      List.of("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5", "assistant");

  private FoldPlan() {}

  static String project(int number) {
    return "fold-" + number;
  }

  static String key(int number) {
    return "sk-sluice-fold-0123456789abcdef-" + number;
  }

  /** Budgets of every kind, some of which are used up, and limits that refuse and that wait. */
  static List<ConfigObject> objects() {
    List<ConfigObject> objects = new ArrayList<>();
    for (int i = 0; i < PROJECTS; i++) {
      Allowances allowances =
          new Allowances(
              List.of(
                  budget("all", "0.5", Cycle.TOTAL, Each.NONE, Matching.ANY),
                  budget("users", "0.1", Cycle.DAILY, Each.USER, Matching.ANY),
                  budget(
                      "claude",
                      "0.05",
                      Cycle.MONTHLY,
                      Each.NONE,
                      new Matching("anthropic/*", "", "", ""))),
              List.of(
                  limit(
                      "whole",
                      OnLimit.REFUSE,
                      new RateLimit.Bounds(600L, 400_000L, 500_000L, null, null)),
                  limit("turns", OnLimit.WAIT, new RateLimit.Bounds(null, null, null, null, 4L))));
      objects.add(ConfigObjects.of(new Project(project(i), allowances)));
      objects.add(
          ConfigObjects.of(VirtualKey.of(project(i), project(i), VirtualKey.hashOf(key(i)))));
    }
    return objects;
  }

  private static RateLimit limit(String name, OnLimit onLimit, RateLimit.Bounds bounds) {
    return new RateLimit(name, Each.NONE, Matching.ANY, bounds, onLimit);
  }

  private static Budget budget(String name, String usd, Cycle cycle, Each each, Matching matching) {
    return new Budget(
        name,
        NanoDollars.ofUsd(new BigDecimal(usd)),
        cycle,
        ZoneId.of("UTC"),
        each,
        matching,
        true,
        Budget.DEFAULT_ALERTS,
        Budget.DEFAULT_MIN_OUTPUT_TOKENS);
  }

  static List<Ask> asks(long seed, int count) {
    List<Ask> mixed = new Traffic(seed, MODELS).mixed(count);
    return IntStream.range(0, count)
        .mapToObj(i -> {
          Ask ask = mixed.get(i);
          return new Ask(
              ask.model(),
              ask.prompt(),
              ask.stream(),
              ask.includeUsage(),
              ask.hangUpAfter(),
              ask.maxTokens(),
              "user-" + i % USERS);
        })
        .toList();
  }
}
