package dev.sluice.bench.result;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What budgets and limits cost on the whole path.
 *
 * @param paired without any, and with all
 */
public record BudgetCost(int connections, double seconds, Paired paired) {

  /** Begins its part of the results page. */
  public static final String TITLE = "## Cost of budgets";

  private static final double WANTED = 0.85;

  /** As a part of the results page. */
  public String text(Conditions conditions) {
    Ratios ratios = paired.ratios();
    Goal goal =
        new Goal(
            "throughput with six budgets and limits, of that without",
            OptionalDouble.of(ratios.median()),
            WANTED,
            "",
            false);
    return String.format(
        Locale.ROOT,
        TITLE
            + "%n%nOne gateway in one process with two projects: one under six budgets (account, project,"
            + " user, key, tag, models) and limits of%nrequests, tokens and concurrency, none of"
            + " which refuses; the other under none. The same body, closed loop with %d%nconnections,"
            + " %.0f s each, in %d pairs after %d s of load on each, the order turned in every"
            + " pair.%n%n"
            + "Written by `%s`, %s, commit %s, %d cores (%s), load average before %s.%n%n"
            + "| goal | measured | wanted | |%n|---|---|---|---|%n"
            + "| %s | %.3f (95 %%: %.3f to %.3f) | %s | %s |%n%n"
            + "%s replies a second with them, %s without (medians); %d errors. The ratio is the median"
            + " of the pairs', its interval that of%nthe sign test.%n",
        connections,
        seconds,
        ratios.count(),
        conditions.warmUpSeconds(),
        conditions.command(),
        conditions.date(),
        conditions.commit(),
        conditions.machine().cores(),
        conditions.machine().processor(),
        conditions.machine().load(),
        goal.what(),
        ratios.median(),
        ratios.low(),
        ratios.high(),
        goal.limitText(),
        goal.verdict(),
        Figures.rate(paired.other()),
        Figures.rate(paired.base()),
        paired.errors());
  }
}
