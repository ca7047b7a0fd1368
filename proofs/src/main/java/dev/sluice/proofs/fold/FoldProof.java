package dev.sluice.proofs.fold;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.bill.Books;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.RoleCluster;
import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Caller;
import dev.sluice.proofs.traffic.Crowd;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several projects ask while routers are killed. Afterwards the decision log of each partition is
 * folded from its beginning with the routers' own classes, and held against every checkpoint that
 * an owner wrote and every hash that an owner told when it took the partition.
 */
public final class FoldProof implements Proof {
  private static final int ASKS_OF_EACH_PROJECT = 800;
  private static final int AT_ONCE = 6;
  private static final int ROUTERS = 2;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(8);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofSeconds(120);
  private static final Pattern TAKEN =
      Pattern.compile(
          "partition taken .*?partition=\"(\\d+)\".*?foldedTo=\"(\\d+)\".*?digest=\"([0-9a-f]+)\"");

  @Override
  public String name() {
    return "fold";
  }

  @Override
  public String claim() {
    return "What routers know is a fold of their log: every checkpoint and every new owner has the state that the log from its beginning gives.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    Map<String, String> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.defaults());
        RoleCluster cluster = RoleCluster.start(settings.folder(), simulator.url(), ROUTERS);
        CheckpointTail tail = CheckpointTail.start(cluster.connection())) {
      cluster.publish(FoldPlan.objects());
      ask(cluster, settings, figures);
      Topics names = cluster.connection().topics();
      TopicReader topics = new TopicReader(cluster.connection().kafka());
      settings.progress().accept("waiting for the outcomes");
      if (!Waiting.until(SETTLED, () -> Books.withoutOutcome(topics, names).isEmpty())) {
        failures.add("accepted requests have no outcome");
      }
      List<CheckpointTail.Entry> written = tail.stop();
      settings.progress().accept("comparing");
      FoldComparison comparison =
          new FoldComparison(
              Codecs.of(cluster.connection().kafka().registryUrl()).of(names.decisions())::decode);
      comparison.compare(topics.all(names.decisions()), written, taken(cluster));
      comparison.describe(figures);
      failures.addAll(comparison.problems());
      if (comparison.checkpoints() == 0 || comparison.taken() == 0) {
        failures.add("there was nothing to compare");
      }
    }
    return new ProofOutcome(figures, failures);
  }

  private static void ask(RoleCluster cluster, ProofSettings settings, Map<String, String> figures)
      throws Exception {
    Map<String, Integer> endings = new TreeMap<>();
    int count = settings.scaled(ASKS_OF_EACH_PROJECT, 60);
    int kills = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Answer>>> projects = new ArrayList<>();
      for (int i = 0; i < FoldPlan.PROJECTS; i++) {
        int number = i;
        projects.add(threads.submit(() -> askOf(cluster, settings, number, count)));
      }
      while (projects.stream().anyMatch(project -> !project.isDone())) {
        kills += strike(cluster, kills, projects) ? 1 : 0;
      }
      for (Future<List<Answer>> project : projects) {
        project
            .get()
            .forEach(answer ->
                endings.merge(
                    answer.ending() + (answer.status() == 200 ? "" : " " + answer.status()),
                    1,
                    Integer::sum));
      }
    }
    figures.put("answers", endings.toString());
    figures.put("routers killed", Integer.toString(kills));
  }

  private static List<Answer> askOf(
      RoleCluster cluster, ProofSettings settings, int number, int count)
      throws InterruptedException {
    String url = cluster.member("ingress-" + (1 + number % 2)).url();
    try (Caller caller = new Caller(url, FoldPlan.key(number), DEADLINE)) {
      return Crowd.ask(
          caller,
          FoldPlan.asks(settings.seed() + number, count),
          AT_ONCE,
          done -> settings.progress().accept(FoldPlan.project(number) + ": " + done));
    }
  }

  private static boolean strike(RoleCluster cluster, int kills, List<Future<List<Answer>>> projects)
      throws InterruptedException, IOException {
    if (Waiting.until(BETWEEN_KILLS, () -> projects.stream().allMatch(Future::isDone))) {
      return false;
    }
    RoleCluster.Member member = cluster.member("router-" + (1 + kills % ROUTERS));
    member.process().kill();
    member.restart();
    member.awaitReady();
    return true;
  }

  private static List<FoldComparison.Taken> taken(RoleCluster cluster) throws IOException {
    List<FoldComparison.Taken> taken = new ArrayList<>();
    for (int i = 1; i <= ROUTERS; i++) {
      Matcher line = TAKEN.matcher(cluster.member("router-" + i).process().output());
      while (line.find()) {
        taken.add(
            new FoldComparison.Taken(
                Integer.parseInt(line.group(1)), Long.parseLong(line.group(2)), line.group(3)));
      }
    }
    return taken;
  }
}
