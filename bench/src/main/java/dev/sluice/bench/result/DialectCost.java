package dev.sluice.bench.result;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What it costs to reach a provider that speaks another dialect than its caller, and what the chat
 * path costs beside an earlier build.
 *
 * @param connections of the closed loop
 * @param buildWarmUpSeconds of load on each of two builds
 */
public record DialectCost(
    int connections, double seconds, int buildWarmUpSeconds, List<Line> lines) {

  /** Begins its part of the results page. */
  public static final String TITLE = "## Dialects";

  /** The least that the chat path may do of what an earlier build does. */
  public static final double THAN_BEFORE = 0.95;

  /** The least that a call across dialects may do of one within a dialect. */
  public static final double ACROSS = 0.75;

  public DialectCost {
    lines = List.copyOf(lines);
  }

  /** One comparison. */
  public record Line(String what, double wanted, Paired paired) {
    String text() {
      Goal goal = new Goal(what, OptionalDouble.of(paired.ratios().median()), wanted, "", false);
      return String.format(
          Locale.ROOT,
          "| %s | %s | %s | %.3f (95 %%: %.3f to %.3f) | %s | %s | %d |%n",
          what,
          Figures.rate(paired.base()),
          Figures.rate(paired.other()),
          paired.ratios().median(),
          paired.ratios().low(),
          paired.ratios().high(),
          goal.limitText(),
          goal.verdict(),
          paired.errors());
    }
  }

  /** As a part of the results page. */
  public String text(Conditions conditions) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            TITLE
                + "%n%nWhole replies, closed loop with %d connections, %.0f s each, in %d pairs after %d s of"
                + " load on each, %d s in turns for two builds, the order turned in every%npair; the simulator speaks the dialect of"
                + " each provider. The ratio is the median of the pairs', its interval that of the sign"
                + " test.%n%n"
                + "Written by `%s`, %s, commit %s, %d cores (%s), load average before %s.%n%n"
                + "| compared | a second | the other | ratio | wanted | | errors |%n"
                + "|---|---|---|---|---|---|---|%n",
            connections,
            seconds,
            conditions.rounds(),
            conditions.warmUpSeconds(),
            buildWarmUpSeconds,
            conditions.command(),
            conditions.date(),
            conditions.commit(),
            conditions.machine().cores(),
            conditions.machine().processor(),
            conditions.machine().load()));
    lines.forEach(line -> out.append(line.text()));
    return out.toString();
  }
}
