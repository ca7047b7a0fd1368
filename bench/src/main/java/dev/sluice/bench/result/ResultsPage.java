package dev.sluice.bench.result;

import dev.sluice.bench.load.Quantiles;
import dev.sluice.bench.mode.Mode;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Writes a run as Markdown. Pure; one object serves one run. */
public final class ResultsPage {

  /** Begins the part of the page that a soak writes and a run leaves alone. */
  public static final String SOAK = "## Soak";

  private static final String NOTHING = "—";

  private final RunRecord run;
  private final Medians medians;
  private final Goals goals;
  private final StringBuilder out = new StringBuilder();

  private ResultsPage(RunRecord run) {
    this.run = run;
    this.medians = new Medians(run.measurements());
    this.goals = new Goals(medians);
  }

  /** The page, without what a soak writes. */
  public static String of(RunRecord run) {
    ResultsPage page = new ResultsPage(run);
    page.write();
    return page.out.toString();
  }

  private void write() {
    line("# Results");
    line("");
    line(
        "Load generator, providers and what is measured share the machine; differences under 20 %");
    line("are noise. What each figure means is in [README.md](README.md).");
    line("");
    conditions();
    goalTable();
    replies();
    streams();
    halfLoad();
    cpu();
    start();
    missing();
  }

  private void conditions() {
    Conditions conditions = run.conditions();
    line("| | |");
    line("|---|---|");
    row("written by", "`" + conditions.command() + "`");
    row("date", conditions.date());
    row("commit", conditions.commit().isEmpty() ? "unknown" : conditions.commit());
    row(
        "machine",
        conditions.machine().cores()
            + " cores ("
            + conditions.machine().processor()
            + "), "
            + conditions.machine().memoryMegabytes()
            + " MB");
    row("system", conditions.machine().kernel());
    row("JDK", conditions.machine().jdk());
    row("load average before", conditions.machine().load());
    row(
        "warm-up",
        conditions.warmUpSeconds()
            + " s of load on each mode, at most "
            + Conditions.MOST_SECONDS_ALONE
            + " s on the provider alone");
    row(
        "measured",
        conditions.seconds()
            + " s each, median of "
            + conditions.rounds()
            + (conditions.rounds() == 1 ? " round" : " rounds, modes in turn in each"));
    line("");
  }

  private void goalTable() {
    line("## Goals");
    line("");
    line("| goal | measured | wanted | |");
    line("|---|---|---|---|");
    for (Goal goal : goals.all(run.start())) {
      row(goal.what(), goal.measuredText(), goal.limitText(), goal.verdict());
    }
    line("");
    line("Ratios are medians of the ratios of each round.");
    line("");
  }

  private void replies() {
    line("## Whole replies");
    line("");
    line("Closed loop; calls a second, then p50 / p99 / p99.9 in ms.");
    line("");
    header(Point.ONE.title(), Point.SOME.title(), Point.MANY.title());
    table(mode ->
        new String[] {reply(mode, Point.ONE), reply(mode, Point.SOME), reply(mode, Point.MANY)});
  }

  private String reply(String mode, Point point) {
    OptionalDouble rate = medians.of(mode, point, one -> one.report().perSecond());
    if (rate.isEmpty()) {
      return NOTHING;
    }
    return Figures.rate(rate.getAsDouble())
        + ", "
        + quantiles(mode, point, one -> one.report().latency())
        + errors(mode, point);
  }

  private void streams() {
    line("## Streams");
    line("");
    line("200 streams of 50 pieces a second; each piece says when it was written. In ms,");
    line("p50 / p99 / p99.9; *later* is p50 minus that of the provider alone.");
    line("");
    header("pieces a second", "piece on its way", "later", "first token", "later");
    table(mode -> {
      OptionalDouble rate = medians.of(mode, Point.STREAMS, one -> one.report().perSecond());
      if (rate.isEmpty()) {
        return new String[] {NOTHING, NOTHING, NOTHING, NOTHING, NOTHING};
      }
      return new String[] {
        Figures.rate(rate.getAsDouble()) + errors(mode, Point.STREAMS),
        quantiles(mode, Point.STREAMS, one -> one.report().latency()),
        later(mode, one -> one.report().latency().p50Nanos()),
        quantiles(mode, Point.STREAMS, one -> one.report().firstToken()),
        later(mode, one -> one.report().firstToken().p50Nanos())
      };
    });
  }

  private String later(String mode, ToDoubleFunction<Measurement> nanos) {
    OptionalDouble added = goals.addedMillis(mode, nanos);
    return added.isEmpty() || mode.equals(Mode.DIRECT)
        ? NOTHING
        : Figures.digits(added.getAsDouble());
  }

  private void halfLoad() {
    line("## Half load");
    line("");
    line("Open loop at a fixed rate, latency from the moment at which a call was due, in ms. The");
    line("rate is half of Sluice's most in the first round, for all that can do it.");
    line("");
    header("asked a second", "p50 / p99 / p99.9");
    table(mode -> {
      OptionalDouble rate = medians.of(mode, Point.HALF, Measurement::rate);
      if (rate.isEmpty()) {
        return new String[] {NOTHING, NOTHING};
      }
      return new String[] {
        Figures.rate(rate.getAsDouble()),
        quantiles(mode, Point.HALF, one -> one.report().latency()) + errors(mode, Point.HALF)
      };
    });
  }

  private void cpu() {
    line("## Processor time");
    line("");
    line("Microseconds for each reply or piece, user and system: gateway / providers / generator.");
    line("");
    header(Point.ONE.title(), Point.SOME.title(), Point.MANY.title(), Point.STREAMS.title());
    table(mode ->
        new String[] {
          cpu(mode, Point.ONE),
          cpu(mode, Point.SOME),
          cpu(mode, Point.MANY),
          cpu(mode, Point.STREAMS)
        });
  }

  private String cpu(String mode, Point point) {
    OptionalDouble gateway = medians.of(mode, point, one -> one.cpuEach(one.cpu().gateway()));
    if (gateway.isEmpty()) {
      return NOTHING;
    }
    return Figures.digits(gateway.getAsDouble())
        + " / "
        + each(mode, point, one -> one.cpuEach(one.cpu().providers()))
        + " / "
        + each(mode, point, one -> one.cpuEach(one.cpu().generator()));
  }

  private String each(String mode, Point point, ToDoubleFunction<Measurement> figure) {
    return Figures.digits(medians.of(mode, point, figure).orElse(0));
  }

  private void start() {
    if (run.start().isEmpty()) {
      return;
    }
    StartFigures figures = run.start().get();
    line("## Start and rest");
    line("");
    line("`./sluice up` with a new data folder, median of " + figures.starts() + " starts each.");
    line("");
    line("| | from the start of the process | as it says itself |");
    line("|---|---|---|");
    row(
        "without the AOT cache",
        seconds(figures.coldSeconds().wall()),
        seconds(figures.coldSeconds().told()));
    row("with it", seconds(figures.aotSeconds().wall()), seconds(figures.aotSeconds().told()));
    line("");
    line(
        String.format(
            Locale.ROOT,
            "After %d s without a call: %.0f MB resident, %.1f %% of a core.",
            figures.idleSeconds(),
            figures.idleMegabytes(),
            figures.idleCpuPercent()));
    line("");
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }

  private void missing() {
    if (run.missing().isEmpty()) {
      return;
    }
    line("## Not measured");
    line("");
    run.missing()
        .forEach((mode, why) -> {
          line("- **" + mode + "**: " + why.lines().findFirst().orElse("").strip());
        });
    line("");
  }

  private void header(String... titles) {
    row("", titles);
    line("|---|" + "---|".repeat(titles.length));
  }

  private void table(Function<String, String[]> cells) {
    for (Map.Entry<String, String> mode : run.modes().entrySet()) {
      row(mode.getValue(), cells.apply(mode.getKey()));
    }
    line("");
  }

  private String quantiles(String mode, Point point, Function<Measurement, Quantiles> of) {
    return millis(mode, point, one -> of.apply(one).p50Nanos())
        + " / "
        + millis(mode, point, one -> of.apply(one).p99Nanos())
        + " / "
        + millis(mode, point, one -> of.apply(one).p999Nanos());
  }

  private String millis(String mode, Point point, ToDoubleFunction<Measurement> nanos) {
    return Figures.millis(medians.of(mode, point, nanos).orElse(0));
  }

  private String errors(String mode, Point point) {
    long errors = medians.errors(mode, point);
    return errors == 0 ? "" : " (**" + errors + " errors**)";
  }

  private void row(String first, String... cells) {
    line("| " + first + " | " + String.join(" | ", cells) + " |");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
