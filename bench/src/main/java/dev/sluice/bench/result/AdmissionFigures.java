package dev.sluice.bench.result;

import dev.sluice.bench.load.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the router alone can do.
 *
 * @param backlog null where it was not measured
 * @param stream null where it was not measured
 */
public record AdmissionFigures(
    int promptBytes, @Nullable Backlog backlog, @Nullable Stream stream) {

  /** Begins its part of the results page. */
  public static final String TITLE = "## Admission";

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;
  private static final double WANTED_PER_SECOND = 8_000;
  private static final double WANTED_P99_MILLIS = 15;
  private static final double WANTED_DECISION_MILLIS = 0.2;

  /**
   * Requests that were stored before the router started.
   *
   * @param all admissions a second, from the first dispatch to the last
   * @param steady the same without the first seconds
   * @param best in any whole second
   * @param decisionMicros on average
   * @param cpuMicros of router and broker for each, their start included
   */
  public record Backlog(
      int count,
      double seconds,
      double all,
      int leadInSeconds,
      double steady,
      int best,
      double decisionMicros,
      long cpuMicros) {}

  /**
   * Requests at a fixed rate.
   *
   * @param latency from when a request was due to be sent until its dispatch was read
   * @param decisionMicros on average
   */
  public record Stream(
      int rate,
      int seconds,
      int leadInSeconds,
      Quantiles latency,
      long missing,
      double decisionMicros) {}

  /** As a part of the results page. */
  public String text(Conditions conditions) {
    StringBuilder out = new StringBuilder(TITLE).append("\n\n");
    out.append(
        "The router alone: one account on one of six partitions, six budgets that all apply ");
    out.append("(account, project, user, key, tag, models)\nand refuse none, prompts of ");
    out.append(promptBytes)
        .append(" bytes; broker and router are processes of their own with the ");
    out.append("usual settings (state in memory,\ncheckpoints in a logged store, at least once), ");
    out.append("but for the bound of 20,000 requests under way, which is off.\n\n");
    out.append("Written by `").append(conditions.command()).append("`, ");
    out.append(conditions.date()).append(", commit ").append(conditions.commit());
    out.append(", ").append(conditions.machine().cores()).append(" cores (");
    out.append(conditions.machine().processor()).append("), load average before ");
    out.append(conditions.machine().load()).append(".\n\n");
    out.append("| goal | measured | wanted | |\n|---|---|---|---|\n");
    for (Goal goal : goals()) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s |%n",
              goal.what(),
              goal.measuredText(),
              goal.limitText(),
              goal.verdict()));
    }
    if (backlog != null) {
      out.append(
          String.format(
              Locale.ROOT,
              "%nBacklog: %d requests stored before the router starts, nobody answers them. By the"
                  + " broker's times of the dispatches%n%.0f a second over all %.0f s, %.0f without"
                  + " the first %d s, %d in the best second; %d us of processor time of router and"
                  + " broker%nfor each, their start included.%n",
              backlog.count(),
              backlog.all(),
              backlog.seconds(),
              backlog.steady(),
              backlog.leadInSeconds(),
              backlog.best(),
              backlog.cpuMicros()));
    }
    if (stream != null) {
      Quantiles latency = stream.latency();
      out.append(
          String.format(
              Locale.ROOT,
              "%nSteady stream: %d a second for %d s after %d s that do not count, each answered"
                  + " at once. From when a request was%ndue to be sent until its dispatch was read:"
                  + " p50 %s, p99 %s, p99.9 %s, most %s ms; %d missing.%n",
              stream.rate(),
              stream.seconds(),
              stream.leadInSeconds(),
              Figures.millis(latency.p50Nanos()),
              Figures.millis(latency.p99Nanos()),
              Figures.millis(latency.p999Nanos()),
              Figures.millis(latency.maxNanos()),
              stream.missing()));
    }
    return out.toString();
  }

  private List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    if (backlog != null) {
      goals.add(
          goal(
              "admissions a second of a stored backlog",
              backlog.steady(),
              WANTED_PER_SECOND,
              "",
              false));
      goals.add(
          goal(
              "time to decide, backlog, on average",
              backlog.decisionMicros() / MICROS_PER_MILLI,
              WANTED_DECISION_MILLIS,
              " ms",
              true));
    }
    if (stream != null) {
      goals.add(
          goal(
              "request in to dispatch out at " + stream.rate() + " a second, p99",
              stream.latency().p99Nanos() / NANOS_PER_MILLI,
              WANTED_P99_MILLIS,
              " ms",
              true));
      goals.add(
          goal(
              "time to decide, steady stream, on average",
              stream.decisionMicros() / MICROS_PER_MILLI,
              WANTED_DECISION_MILLIS,
              " ms",
              true));
    }
    return goals;
  }

  private static Goal goal(String what, double measured, double limit, String unit, boolean most) {
    return new Goal(what, OptionalDouble.of(measured), limit, unit, most);
  }
}
