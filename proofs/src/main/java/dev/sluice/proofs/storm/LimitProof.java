package dev.sluice.proofs.storm;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.bill.DecisionsInForce;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.Owners;
import dev.sluice.proofs.gateway.RoleCluster;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.Each;
import dev.sluice.schemas.config.Matching;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.RateLimit;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * 600 requests a minute through three ingresses, asked for by callers who want more; the owning
 * router is killed once, and stopped past its session once. By the append times of the decisions no
 * window of 60 s has more than 600, and the limit is used up.
 */
public final class LimitProof implements Proof {
  private static final int RPM = 600;
  private static final long WINDOW_MS = 60_000;
  private static final int CALLERS = 60;
  private static final int MINUTES = 4;
  private static final int INGRESSES = 3;
  private static final double LEAST_USED = 0.97;

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public String claim() {
    return "A limit of 600 requests a minute admits 600 in any 60 s, whatever becomes of its owner.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    Map<String, String> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.defaults());
        RoleCluster cluster = RoleCluster.start(settings.folder(), simulator.url(), 2, INGRESSES)) {
      RateLimit limit =
          new RateLimit(
              "all",
              Each.NONE,
              Matching.ANY,
              new RateLimit.Bounds((long) RPM, null, null, null, null));
      Project project = new Project(GatewayFile.PROJECT, new Allowances(List.of(), List.of(limit)));
      cluster.publish(List.of(ConfigObjects.of(project)));
      ask(cluster, settings, figures, failures);
      judge(
          new TopicReader(cluster.connection().kafka())
              .all(cluster.connection().topics().decisions()),
          settings.scale() >= 1,
          figures,
          failures);
    }
    return new ProofOutcome(figures, failures);
  }

  private static void ask(
      RoleCluster cluster,
      ProofSettings settings,
      Map<String, String> figures,
      List<String> failures)
      throws Exception {
    List<String> urls =
        IntStream.rangeClosed(1, INGRESSES)
            .mapToObj(i -> cluster.member("ingress-" + i).url())
            .toList();
    StormTraffic traffic =
        new StormTraffic(settings.seed(), List.of("openai/gpt-4o-mini"), 4, 5_000);
    int part = settings.scaled(MINUTES * 60 / 3, 25);
    try (Storm storm =
        Storm.start(
            urls,
            GatewayFile.KEY,
            Duration.ofSeconds(40),
            traffic,
            CALLERS,
            Storm.Refusal.OF_LIMIT)) {
      Waiting.until(Duration.ofSeconds(part), () -> false);
      RoleCluster.Member killed = cluster.member(Owners.ofLastDispatch(cluster, settings.folder()));
      killed.process().kill();
      killed.restart();
      killed.awaitReady();
      settings.progress().accept("the owner was killed: " + killed.name());
      Waiting.until(Duration.ofSeconds(part), () -> false);
      RoleCluster.Member stopped =
          cluster.member(Owners.ofLastDispatch(cluster, settings.folder()));
      stopped.process().pause();
      Waiting.until(Duration.ofSeconds(6), () -> false);
      stopped.process().resume();
      stopped.awaitReady();
      settings.progress().accept("the owner was stopped: " + stopped.name());
      Waiting.until(Duration.ofSeconds(part), () -> false);
      storm.stop();
      figures.put("answers", storm.endings().toString());
      storm.strange().forEach(answer -> failures.add("a caller was told " + answer));
    }
  }

  private static void judge(
      List<TopicReader.Read<Decision>> log,
      boolean full,
      Map<String, String> figures,
      List<String> failures) {
    List<Long> admitted = admitted(log);
    int most = 0;
    int from = 0;
    for (int to = 0; to < admitted.size(); to++) {
      while (admitted.get(to) - admitted.get(from) >= WINDOW_MS) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    long spanMs = admitted.getLast() - admitted.getFirst();
    double could = (double) RPM * spanMs / WINDOW_MS;
    figures.put("admitted", admitted.size() + " in " + spanMs / 1000 + " s");
    figures.put("most in any 60 s", Integer.toString(most));
    figures.put(
        "of what the limit gives", Math.round(1000 * admitted.size() / could) / 10.0 + " %");
    if (most > RPM) {
      failures.add(most + " were admitted within 60 s");
    }
    if (full && most < RPM) {
      failures.add("only " + most + " were admitted in the fullest 60 s");
    }
    if (full && admitted.size() < LEAST_USED * could) {
      failures.add("only " + admitted.size() + " of " + could + " were admitted");
    }
  }

  /** Append times of the first dispatches that count, rising. */
  private static List<Long> admitted(List<TopicReader.Read<Decision>> log) {
    return DecisionsInForce.of(log).decisions().stream()
        .filter(read -> read.value().getKind() == DecisionKind.DISPATCH)
        .filter(read -> !read.value().getLimitHolds().isEmpty())
        .map(TopicReader.Read::timestampMs)
        .sorted()
        .toList();
  }
}
