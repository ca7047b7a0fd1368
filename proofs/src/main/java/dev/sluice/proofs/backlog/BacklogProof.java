package dev.sluice.proofs.backlog;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.backlog.Phases.Phase;
import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Caller;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.simulator.SimulatorConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * 100,000 batch requests in a topic, and a few interactive callers who go on as before. At first
 * the backlog is worked on at the pace of a provider, and in turns all of it waits, so that what
 * slows the machine for other reasons slows both; then the provider answers batch requests at once
 * and the gateway drains the backlog as fast as it can.
 */
public final class BacklogProof implements Proof {
  private static final int RECORDS = 100_000;
  private static final int WINDOW = 32;
  private static final int BLOCKS = 8;
  private static final int PACED_PER_SECOND = 16;
  private static final int BLOCK_SECONDS = 15;
  private static final int WARM_UP_SECONDS = 60;
  private static final double MOST_RATIO = 1.2;

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public String claim() {
    return "A backlog of 100,000 batch requests does not slow interactive ones, and each is answered"
        + " once.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    Map<String, String> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    try (LocalGateway gateway = LocalGateway.start(settings.folder(), SimulatorConfig.defaults());
        Caller caller = new Caller(gateway.url(), GatewayFile.KEY, Duration.ofSeconds(60))) {
      new Run(settings, gateway, figures, failures).run(caller);
    }
    return new ProofOutcome(figures, failures);
  }

  private record Run(
      ProofSettings settings,
      LocalGateway gateway,
      Map<String, String> figures,
      List<String> failures) {

    void run(Caller caller) throws Exception {
      boolean full = settings.scale() >= 1;
      int seconds = full ? BLOCK_SECONDS : 3;
      Ask ask =
          new Ask("openai/gpt-4o-mini", "What is the time? [[sim out=20]]", false, false, -1, 50);
      Topics topics = gateway.connection().topics();
      Backlog backlog =
          new Backlog(gateway.connection().kafka(), topics, GatewayFile.PROJECT, settings.seed());
      Backlog.Plan warmUp = new Backlog.Plan(0, 0, WINDOW, 0, settings.scaled(5_000, 50));
      Backlog.Plan plan = plan(full ? BLOCKS : 1, seconds);
      List<Sample> samples;
      long fromMs;
      long writtenMs;
      long measuredFromMs;
      try (InteractiveLoad load = InteractiveLoad.start(caller, ask)) {
        settings.progress().accept("warming up");
        backlog.write(warmUp);
        await(backlog, warmUp.all());
        pause(full ? WARM_UP_SECONDS : 1);
        measuredFromMs = System.currentTimeMillis();
        pause(2 * seconds);
        fromMs = System.currentTimeMillis();
        backlog.write(plan);
        writtenMs = System.currentTimeMillis();
        settings.progress().accept(plan.all() + " batch requests are queued");
        await(backlog, warmUp.all() + plan.all());
        pause(2 * seconds + 2);
        samples = load.samples();
        load.failed().stream().limit(5).forEach(a -> failures.add("an interactive request: " + a));
      }
      List<BilledCall> bill = new BillReader(gateway.simulatorUrl()).read();
      List<Long> starts = starts(bill, warmUp.all());
      Phases phases = new Phases(starts, plan.paced(), fromMs, writtenMs, PACED_PER_SECOND / 4);
      long since = measuredFromMs;
      judge(phases.of(samples.stream().filter(s -> s.atMs() >= since).toList()), full);
      rates(plan, starts);
      judgeAnswers(backlog, bill, warmUp.all() + plan.all());
    }

    private Backlog.Plan plan(int blocks, int seconds) {
      int all = settings.scaled(RECORDS, 200);
      Backlog.Plan paced =
          new Backlog.Plan(blocks, seconds * PACED_PER_SECOND, WINDOW, seconds * 1_000, 0);
      return new Backlog.Plan(
          blocks, paced.blockRecords(), WINDOW, paced.waitMs(), Math.max(0, all - paced.paced()));
    }

    private void await(Backlog backlog, int count) throws InterruptedException {
      long[] told = {0};
      boolean all =
          backlog.awaitReplies(
              count,
              Duration.ofMinutes(40),
              answered -> {
                if (answered - told[0] >= 10_000) {
                  told[0] = answered;
                  settings.progress().accept(answered + " batch requests are answered");
                }
              });
      if (!all) {
        failures.add("not all of " + count + " batch requests were answered in 40 minutes");
      }
    }

    private static void pause(int seconds) throws InterruptedException {
      Waiting.until(Duration.ofSeconds(seconds), () -> false);
    }

    private static List<Long> starts(List<BilledCall> bill, int warmUp) {
      return bill.stream()
          .filter(call -> call.model().equals(Backlog.MODEL))
          .map(BilledCall::startedMs)
          .sorted()
          .skip(warmUp)
          .toList();
    }

    private void judge(Map<Phase, List<Sample>> phases, boolean strictly) {
      phases.forEach((phase, samples) -> figures.put(words(phase), percentiles(samples)));
      List<Sample> running = phases.getOrDefault(Phase.RUNNING, List.of());
      List<Sample> calm =
          Stream.of(Phase.NONE, Phase.WAITING)
              .flatMap(phase -> phases.getOrDefault(phase, List.of()).stream())
              .toList();
      if (running.isEmpty() || calm.isEmpty()) {
        failures.add("nothing was measured with or without the backlog: " + phases.keySet());
        return;
      }
      double ratio = millis(running, 0.5) / millis(calm, 0.5);
      figures.put("p50 with the backlog running / without", format(ratio));
      if (strictly && ratio > MOST_RATIO) {
        failures.add("the backlog moves the p50 by the factor " + format(ratio));
      }
      List<Sample> draining = phases.getOrDefault(Phase.DRAINING, List.of());
      if (!draining.isEmpty()) {
        figures.put(
            "p50 with the backlog draining at full speed / without",
            format(millis(draining, 0.5) / millis(calm, 0.5)));
      }
    }

    private static String words(Phase phase) {
      return "interactive, backlog "
          + switch (phase) {
            case NONE -> "not there";
            case WAITING -> "waiting";
            case RUNNING -> "running";
            case DRAINING -> "draining";
          };
    }

    private static String percentiles(List<Sample> samples) {
      return String.format(
          Locale.ROOT,
          "%d requests, p50 %.2f ms, p99 %.1f ms",
          samples.size(),
          millis(samples, 0.5),
          millis(samples, 0.99));
    }

    private static double millis(List<Sample> samples, double share) {
      long[] sorted = samples.stream().mapToLong(Sample::tookNanos).sorted().toArray();
      return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }

    private static String format(double ratio) {
      return String.format(Locale.ROOT, "%.2f", ratio);
    }

    private void rates(Backlog.Plan plan, List<Long> starts) {
      figures.put("batch requests", Integer.toString(plan.all()));
      if (starts.size() > plan.paced() + 1) {
        long ms = Math.max(1, starts.getLast() - starts.get(plan.paced()));
        long drained = starts.size() - plan.paced();
        figures.put("batch requests a second, draining", Long.toString(drained * 1_000 / ms));
      }
      figures.put("batch requests a second, running", "about " + PACED_PER_SECOND);
    }

    private void judgeAnswers(Backlog backlog, List<BilledCall> bill, int records)
        throws IOException {
      List<String> wrong = backlog.wronglyAnswered();
      if (!wrong.isEmpty()) {
        failures.add(
            wrong.size()
                + " batch requests were not answered once: "
                + wrong.stream().limit(5).toList());
      }
      long calls = bill.stream().filter(call -> call.model().equals(Backlog.MODEL)).count();
      long repeated = bill.stream().filter(BilledCall::repeated).count();
      if (calls != records || repeated > 0) {
        failures.add(
            calls + " calls for " + records + " batch requests, " + repeated + " repeated");
      }
      int dead =
          new TopicReader(gateway.connection().kafka())
              .all(gateway.connection().topics().batchDeadLetter(GatewayFile.PROJECT))
              .size();
      if (dead > 0) {
        failures.add(dead + " dead letters");
      }
      figures.put("answered once", Integer.toString(records - wrong.size()));
    }
  }
}
