package dev.sluice.bench.admission;

import dev.sluice.bench.process.ProcStat;
import dev.sluice.bench.result.AdmissionFigures;
import dev.sluice.schemas.serde.Codecs;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures the router alone: a stored backlog, then a steady stream, each on a new broker. */
public final class AdmissionBench {
  private static final String DECISION_SUM = "sluice_router_decision_us_sum";
  private static final String DECISION_COUNT = "sluice_router_decision_us_count";

  private final Sizes sizes;
  private final Path script;
  private final Path app;
  private final Path scratch;
  private final List<String> routerOptions;
  private final Consumer<String> progress;

  /**
   * How much.
   *
   * @param backlog requests that are stored before the router starts; 0 leaves that out
   * @param rate of the steady stream, a second; 0 leaves that out
   * @param seconds of it that count
   * @param leadInSeconds of it that do not
   */
  public record Sizes(int backlog, int rate, int seconds, int leadInSeconds, int promptBytes) {}

  /**
   * Nothing is started yet.
   *
   * @param routerOptions for the router's JVM, after the usual ones
   */
  public AdmissionBench(
      Sizes sizes,
      Path script,
      Path app,
      Path scratch,
      List<String> routerOptions,
      Consumer<String> progress) {
    this.sizes = sizes;
    this.script = script;
    this.app = app;
    this.scratch = scratch;
    this.routerOptions = List.copyOf(routerOptions);
    this.progress = progress;
  }

  /** Measures both. */
  public AdmissionFigures run() throws InterruptedException {
    return new AdmissionFigures(
        sizes.promptBytes(),
        sizes.backlog() > 0 ? backlog() : null,
        sizes.rate() > 0 ? stream() : null);
  }

  private Numbered numbered(RouterBench bench) {
    return new Numbered(
        bench.connection().topics(),
        Codecs.of(bench.connection().kafka().registryUrl()),
        sizes.promptBytes());
  }

  private AdmissionFigures.@Nullable Backlog backlog() throws InterruptedException {
    try (RouterBench bench = RouterBench.start(script, app, scratch, "backlog", routerOptions)) {
      bench.stopRouter();
      StoredBacklog backlog = new StoredBacklog(bench, sizes.backlog());
      progress.accept("writing a backlog of " + sizes.backlog() + " requests");
      backlog.write(numbered(bench));
      progress.accept("starting the router on it");
      bench.startRouter();
      StoredBacklog.Rates rates = backlog.await();
      double decisionMicros = bench.metric(DECISION_SUM) / bench.metric(DECISION_COUNT);
      long cpu = ProcStat.cpuMicros(bench.pids());
      progress.accept(rates + ", a decision " + decisionMicros + " us");
      return new AdmissionFigures.Backlog(
          rates.count(),
          rates.seconds(),
          rates.all(),
          StoredBacklog.leadInSeconds(),
          rates.steady(),
          rates.best(),
          decisionMicros,
          cpu / Math.max(1, rates.count()));
    }
  }

  private AdmissionFigures.Stream stream() throws InterruptedException {
    try (RouterBench bench = RouterBench.start(script, app, scratch, "stream", routerOptions)) {
      bench.awaitRouter();
      SteadyStream stream =
          new SteadyStream(
              bench, numbered(bench), sizes.rate(), sizes.leadInSeconds(), sizes.seconds());
      progress.accept(
          sizes.rate()
              + " requests a second for "
              + (sizes.leadInSeconds() + sizes.seconds())
              + " s");
      double[] before = new double[2];
      SteadyStream.Outcome outcome =
          stream.run(() -> {
            before[0] = bench.metric(DECISION_SUM);
            before[1] = bench.metric(DECISION_COUNT);
          });
      double micros =
          (bench.metric(DECISION_SUM) - before[0])
              / Math.max(1, bench.metric(DECISION_COUNT) - before[1]);
      progress.accept(outcome + ", a decision " + micros + " us");
      return new AdmissionFigures.Stream(
          sizes.rate(),
          sizes.seconds(),
          sizes.leadInSeconds(),
          outcome.latency(),
          outcome.missing(),
          micros);
    }
  }
}
