package dev.sluice.proofs.storm;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.bill.Books;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.RoleCluster;
import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.money.NanoDollars;
import dev.sluice.schemas.spend.AlertKind;
import dev.sluice.schemas.spend.BudgetAlert;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A thousand callers through three ingresses and two routers against budgets that are too small for
 * them. Who is refused asks again, until nothing is served any more; then the provider's bill is
 * held against each budget.
 */
public final class StormProof implements Proof {
  private static final int CALLERS = 1_000;
  private static final int INGRESSES = 3;
  private static final int ROUTERS = 2;
  private static final BigDecimal LIMIT_USD = BigDecimal.valueOf(5);
  private static final double LEAST_SHARE = 0.95;
  private static final Duration QUIET = Duration.ofSeconds(12);
  private static final Duration LONGEST = Duration.ofMinutes(8);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration WRITTEN_OFF = DEADLINE.plusSeconds(90);
  private static final int KILL_SECONDS = 180;

  private final boolean kills;

  private StormProof(boolean kills) {
    this.kills = kills;
  }

  /** Nothing is killed. One budget, then several at once. */
  public static StormProof calm() {
    return new StormProof(false);
  }

  /** A process is killed each two seconds. */
  public static StormProof withKills() {
    return new StormProof(true);
  }

  @Override
  public String name() {
    return kills ? "storm-kills" : "storm";
  }

  @Override
  public String claim() {
    return kills
        ? "No budget is overshot and no hold is lost while processes are killed every two seconds."
        : "A thousand callers spend a budget to at least 95 % and never beyond it.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    Map<String, String> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.defaults());
        RoleCluster cluster =
            RoleCluster.start(settings.folder(), simulator.url(), ROUTERS, INGRESSES)) {
      Run run = new Run(settings, cluster, simulator.url(), figures, failures);
      BigDecimal usd = LIMIT_USD.multiply(BigDecimal.valueOf(settings.scale()));
      if (kills) {
        run.storm("kills", StormPlan.ofProject(usd), true);
      } else {
        run.storm("one budget", StormPlan.ofProject(usd), false);
        run.storm("many budgets", StormPlan.ofMany(usd), false);
      }
    }
    return new ProofOutcome(figures, failures);
  }

  private record Run(
      ProofSettings settings,
      RoleCluster cluster,
      String simulatorUrl,
      Map<String, String> figures,
      List<String> failures) {

    void storm(String name, StormPlan plan, boolean killing) throws Exception {
      cluster.publish(plan.objects());
      settings.progress().accept(name + ": begins");
      List<String> urls =
          IntStream.rangeClosed(1, INGRESSES)
              .mapToObj(i -> cluster.member("ingress-" + i).url())
              .toList();
      StormTraffic traffic =
          killing
              ? new StormTraffic(
                  settings.seed(),
                  List.of("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5", "openai/gpt-4o"),
                  100,
                  20)
              : new StormTraffic(
                  settings.seed(),
                  List.of(
                      "openai/gpt-4o",
                      "anthropic/claude-sonnet-4-5",
                      "anthropic/claude-opus-4-5",
                      "openai/gpt-4.1"),
                  100,
                  20);
      int callers = settings.scaled(CALLERS, 50);
      int inFlight = 0;
      try (Storm storm =
          Storm.start(urls, GatewayFile.KEY, DEADLINE, traffic, callers, Storm.Refusal.OF_BUDGET)) {
        if (killing) {
          Kills blows = new Kills(cluster, settings.seed());
          blows.run(Duration.ofSeconds(settings.scaled(KILL_SECONDS, 6)));
          figures.put("blows", blows.blows() + " " + blows.struck());
          inFlight = blows.blows() * callers;
        }
        awaitQuiet(name, storm);
        storm.stop();
        figures.put(name + ": answers", storm.endings().toString());
        if (!killing) {
          storm.strange().forEach(answer -> failures.add(name + ": a caller was told " + answer));
        }
      }
      settings.progress().accept(name + ": waiting for the books");
      Books.judge(cluster.connection(), simulatorUrl, inFlight, figures, failures, killing);
      judge(name, plan, killing ? 0 : LEAST_SHARE);
    }

    private void awaitQuiet(String name, Storm storm) throws InterruptedException {
      int[] told = {0};
      boolean quiet =
          Waiting.until(
              LONGEST,
              () -> {
                if (storm.served() - told[0] >= 500) {
                  told[0] = storm.served();
                  settings
                      .progress()
                      .accept(
                          name
                              + ": "
                              + storm.served()
                              + " served, "
                              + storm.refused()
                              + " refused");
                }
                return storm.quiet().compareTo(QUIET) > 0;
              });
      if (!quiet) {
        failures.add(
            name + ": callers were still served after " + LONGEST.toMinutes() + " minutes");
      }
    }

    private void judge(String name, StormPlan plan, double leastShare)
        throws IOException, InterruptedException {
      Topics names = cluster.connection().topics();
      TopicReader topics = new TopicReader(cluster.connection().kafka());
      // What nobody called is written off a while after its deadline.
      Waiting.until(
          WRITTEN_OFF,
          () -> DecisionAudit.of(topics.all(names.decisions()), plan.limits()).open().isEmpty());
      List<TopicReader.Read<Decision>> log = topics.all(names.decisions());
      DecisionAudit audit = DecisionAudit.of(log, plan.limits());
      failures.addAll(audit.problems().stream().map(problem -> name + ": " + problem).toList());
      figures.put(
          name + ": decisions",
          "%d dispatched, %d refused, %d void of stale owners"
              .formatted(audit.dispatched(), audit.refused(), audit.ofStaleOwners()));
      if (!audit.open().isEmpty()) {
        failures.add(
            name
                + ": "
                + audit.open().size()
                + " holds never ended: "
                + audit.open().stream().limit(5).toList());
      }
      Map<String, Long> billed = billed(log);
      plan.limits()
          .forEach((budget, limit) -> {
            long bill = billed.getOrDefault(budget, 0L);
            if (bill > limit) {
              failures.add(name + ": " + budget + " was billed " + bill + " of " + limit);
            }
          });
      for (String budget : plan.spentUp()) {
        long bill = billed.getOrDefault(budget, 0L);
        long limit = plan.limits().getOrDefault(budget, 0L);
        double share = (double) bill / limit;
        figures.put(
            name + ": billed of " + budget,
            String.format(
                Locale.ROOT,
                "%s of %s, %.4f %% (charged %s)",
                new NanoDollars(bill),
                new NanoDollars(limit),
                100 * share,
                new NanoDollars(audit.spent().getOrDefault(budget, 0L))));
        if (share < leastShare) {
          failures.add(name + ": only " + share + " of " + budget + " was spent");
        }
      }
      judgeAlerts(name, plan, audit, topics.all(names.budgetAlerts()));
    }

    /** The bill of the attempts that each budget held. */
    private Map<String, Long> billed(List<TopicReader.Read<Decision>> log) throws IOException {
      Map<String, Set<String>> budgetsOf = new HashMap<>();
      for (TopicReader.Read<Decision> read : log) {
        Decision decision = read.value();
        if (decision.getKind() == DecisionKind.DISPATCH) {
          String attempt = decision.getRequestId() + "-" + decision.getAttemptNumber();
          for (BudgetHold hold : decision.getBudgetHolds()) {
            budgetsOf.computeIfAbsent(attempt, id -> new HashSet<>()).add(hold.getBudget());
          }
        }
      }
      Map<String, Long> billed = new TreeMap<>();
      for (BilledCall call : new BillReader(simulatorUrl).read()) {
        Set<String> budgets = budgetsOf.getOrDefault(call.attemptId(), Set.of());
        for (String budget : budgets) {
          billed.merge(budget, call.costNanoUsd().orElse(0), Long::sum);
        }
        if (budgets.isEmpty() && call.charged()) {
          failures.add("a billed call has no hold: " + call);
        }
      }
      return billed;
    }

    private void judgeAlerts(
        String name,
        StormPlan plan,
        DecisionAudit audit,
        List<TopicReader.Read<BudgetAlert>> alerts) {
      for (String budget : plan.spentUp()) {
        List<Integer> thresholds =
            alerts.stream()
                .map(TopicReader.Read::value)
                .filter(alert -> alert.getBudget().equals(budget))
                .filter(alert -> alert.getKind() == AlertKind.THRESHOLD)
                .map(BudgetAlert::getThresholdPercent)
                .distinct()
                .sorted()
                .toList();
        figures.put(name + ": alerts of " + budget, thresholds.toString());
        long percent =
            100 * audit.spent().getOrDefault(budget, 0L) / plan.limits().getOrDefault(budget, 1L);
        if (!thresholds.containsAll(
            IntStream.of(80, 90).filter(at -> percent >= at).boxed().toList())) {
          failures.add(name + ": " + budget + " alerted only " + thresholds);
        }
      }
    }
  }
}
