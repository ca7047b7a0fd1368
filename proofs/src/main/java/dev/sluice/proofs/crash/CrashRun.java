package dev.sluice.proofs.crash;

import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.Owners;
import dev.sluice.proofs.gateway.RoleCluster;
import dev.sluice.proofs.traffic.Traffic;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.decision.DecisionKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One kind of blow after another, under load. */
final class CrashRun {
  private static final Duration DEADLINE = Duration.ofSeconds(40);

  /** For a test, which waits for write-offs after the deadline. */
  private static final Duration SHORT_DEADLINE = Duration.ofSeconds(20);

  private static final long ADMISSION_GAP_MS = 3_000;

  /** Session timeout of the routers, 1.25 s, and 2 s. */
  private static final long FAILOVER_GAP_MS = 3_250;

  private static final long NEXT_ATTEMPT_MS = 3_000;
  private static final int MOST_FAILURES = 40;
  private static final Duration PILE_UP = Duration.ofMillis(700);
  private static final int BUSY_MS = 150;

  private final int callers;
  private final int patience;
  private final RoleCluster cluster;
  private final ProofSettings settings;
  private final Random random;
  private final Map<String, String> figures;
  private final List<String> failures;
  private final TopicReader topics;
  private final Duration deadline;

  /**
   * A run with so many callers at a time.
   *
   * @param patience 1 for the bounds on time as they are told; a test, which shares its machine
   *     with others, has more
   */
  CrashRun(
      int callers,
      int patience,
      RoleCluster cluster,
      ProofSettings settings,
      Random random,
      Map<String, String> figures,
      List<String> failures) {
    this.callers = callers;
    this.patience = patience;
    this.deadline = patience == 1 ? DEADLINE : SHORT_DEADLINE;
    this.cluster = cluster;
    this.settings = settings;
    this.random = random;
    this.figures = figures;
    this.failures = failures;
    this.topics = new TopicReader(cluster.connection().kafka());
  }

  private record Struck(String member, String url, long atMs) {}

  /**
   * Strikes so many times under load.
   *
   * @return an upper bound of the calls that were in flight at the blows
   */
  int phase(Blow blow, int times) throws Exception {
    List<Struck> blows = new ArrayList<>();
    List<String> urls =
        List.of(cluster.member("ingress-1").url(), cluster.member("ingress-2").url());
    Traffic traffic =
        new Traffic(random.nextLong(), List.of(GatewayFile.CHAIN, "anthropic/claude-haiku-4-5"));
    List<Wave.Told> told;
    Wave.Calls calls = blow == Blow.ROUTER_STOPPED ? Wave.Calls.SHORT : Wave.Calls.LONG;
    try (Wave wave = Wave.start(urls, GatewayFile.KEY, deadline, traffic, calls, callers)) {
      for (int i = 0; i < times; i++) {
        int answered = wave.answered();
        if (!Waiting.until(deadline.multipliedBy(2), () -> wave.answered() > answered + callers)) {
          fail(blow + ": the callers got no answers any more before blow " + (i + 1));
          break;
        }
        Waiting.until(Duration.ofMillis(200 + random.nextInt(1500)), () -> false);
        blows.add(strike(blow));
        settings
            .progress()
            .accept(blow + " " + (i + 1) + " of " + times + ": " + blows.getLast().member());
      }
      int answered = wave.answered();
      Waiting.until(deadline, () -> wave.answered() > answered + 2 * callers);
      told = wave.stop();
    }
    judge(blow, blows, told);
    return times * callers;
  }

  private Struck strike(Blow blow) throws Exception {
    return switch (blow) {
      case WORKER -> killAndRestart("worker-" + (1 + random.nextInt(2)), Duration.ofSeconds(4));
      case INGRESS -> killAndRestart("ingress-" + (1 + random.nextInt(2)), Duration.ofSeconds(1));
      case ROUTER -> killAndRestart(owner(), Duration.ZERO);
      case ROUTER_LOST -> killAndRestart(owner(), Duration.ofSeconds(6));
      case COST_STREAM -> killAndRestart("cost-1", Duration.ofSeconds(1));
      case BROKER -> killAndRestart("broker", Duration.ofSeconds(3 + random.nextInt(10)));
      case ROUTER_STOPPED -> stopAndContinue(owner());
    };
  }

  private Struck killAndRestart(String name, Duration away)
      throws IOException, InterruptedException {
    RoleCluster.Member member = cluster.member(name);
    long at = System.currentTimeMillis();
    member.process().kill();
    Waiting.until(away, () -> false);
    member.restart();
    member.awaitReady();
    return new Struck(name, name.startsWith("ingress") ? member.url() : "", at);
  }

  private Struck stopAndContinue(String name) throws IOException, InterruptedException {
    RoleCluster.Member member = cluster.member(name);
    catchItBusy(member);
    long at = System.currentTimeMillis();
    member.process().pause();
    Waiting.until(Duration.ofSeconds(6), () -> false);
    member.process().resume();
    member.awaitReady();
    return new Struck(name, "", at);
  }

  /**
   * A router has little in hand, for a decision that is back is acted on at once. A short stop,
   * less than its session, lets every caller's request pile up; a moment after it the router has
   * decided on them and is in the middle of acting.
   */
  private void catchItBusy(RoleCluster.Member member) throws IOException, InterruptedException {
    member.process().pause();
    Waiting.until(PILE_UP, () -> false);
    member.process().resume();
    Waiting.until(Duration.ofMillis(random.nextInt(BUSY_MS)), () -> false);
  }

  private String owner() throws IOException {
    return Owners.ofLastDispatch(cluster, settings.folder());
  }

  private void judge(Blow blow, List<Struck> blows, List<Wave.Told> told) {
    Map<String, Integer> endings = new TreeMap<>();
    int wrong = 0;
    for (Wave.Told one : told) {
      endings.merge(
          one.answer().ending() + (one.answer().status() == 200 ? "" : " " + one.answer().status()),
          1,
          Integer::sum);
      boolean struck = blows.stream().anyMatch(b -> b.url().equals(one.through()));
      if (!blow.allows(one.answer(), struck)) {
        wrong++;
        if (wrong <= 5) {
          fail(blow + ": a caller was told " + one);
        }
      }
      if (one.answer().tookMs() > deadline.toMillis() + 2_000) {
        fail(blow + ": a caller waited " + one.answer().tookMs() + " ms");
      }
    }
    figures.put(blow + " blows", Integer.toString(blows.size()));
    figures.put(blow + " answers", endings.toString());
    if (wrong > 5) {
      fail(blow + ": " + wrong + " callers in all were told what they must not be");
    }
    switch (blow) {
      case WORKER -> judgeNextAttempts(blows);
      case ROUTER -> judgeAdmissionGap(blow, blows, ADMISSION_GAP_MS);
      case ROUTER_LOST -> judgeAdmissionGap(blow, blows, FAILOVER_GAP_MS);
      case ROUTER_STOPPED, INGRESS, COST_STREAM, BROKER -> {}
    }
  }

  /** From the kill to the start of the next attempt of a request that lost its worker. */
  private void judgeNextAttempts(List<Struck> blows) {
    Map<String, Long> starts = new HashMap<>();
    for (TopicReader.Read<AttemptEvent> read :
        topics.all(cluster.connection().topics().attempts())) {
      AttemptEvent event = read.value();
      if (event.getKind() == AttemptEventKind.STARTED && event.getAttemptNumber() > 1) {
        starts.put(event.getAttemptId(), read.timestampMs());
      }
    }
    long longest = 0;
    int repeated = 0;
    for (long start : starts.values()) {
      long since = Long.MAX_VALUE;
      for (Struck blow : blows) {
        if (blow.atMs() <= start) {
          since = Math.min(since, start - blow.atMs());
        }
      }
      if (since != Long.MAX_VALUE) {
        repeated++;
        longest = Math.max(longest, since);
      }
    }
    figures.put("attempts repeated after a worker was killed", Integer.toString(repeated));
    figures.put("longest from kill to next attempt", longest + " ms");
    if (longest > patience * NEXT_ATTEMPT_MS) {
      fail("a next attempt started " + longest + " ms after its worker was killed");
    }
  }

  /** The longest time without a dispatch decision that spans a kill. */
  private void judgeAdmissionGap(Blow blow, List<Struck> blows, long mostMs) {
    List<Long> at =
        topics.all(cluster.connection().topics().decisions()).stream()
            .filter(read -> read.value().getKind() == DecisionKind.DISPATCH)
            .map(TopicReader.Read::timestampMs)
            .sorted()
            .toList();
    List<Long> gaps = new ArrayList<>();
    for (Struck struck : blows) {
      long before = at.stream().filter(t -> t <= struck.atMs()).reduce(0L, Math::max);
      long after = at.stream().filter(t -> t > struck.atMs() + 20).findFirst().orElse(before);
      gaps.add(after - before);
    }
    figures.put(blow + " admission gaps, ms", gaps.toString());
    if (gaps.stream().anyMatch(gap -> gap > patience * mostMs)) {
      fail(blow + ": an admission gap was longer than " + patience * mostMs + " ms: " + gaps);
    }
  }

  private void fail(String text) {
    if (failures.size() < MOST_FAILURES) {
      failures.add(text);
    }
  }
}
