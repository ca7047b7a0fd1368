package dev.sluice.schemas.config;

import dev.sluice.schemas.money.NanoDollars;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;

/**
 * A spend limit of an account, a project or a virtual key.
 *
 * @param name unique at its owner; what was spent belongs to the name, so a new limit under the old
 *     name keeps it, and another name begins at nothing
 * @param limit above zero
 * @param zone in which the days, weeks and months of the cycle begin
 * @param each one budget for each user, key or tag
 * @param matching requests that it is for
 * @param hard whether it refuses; a soft one only alerts
 * @param alerts percentages of the limit at which spend is told, rising
 * @param minOutputTokens where less output than this would fit into what is left, a request is
 *     refused and not answered with a lowered output limit
 */
public record Budget(
    String name,
    NanoDollars limit,
    Cycle cycle,
    ZoneId zone,
    Each each,
    Matching matching,
    boolean hard,
    List<Integer> alerts,
    long minOutputTokens) {
  public static final List<Integer> DEFAULT_ALERTS = List.of(80, 90, 100);
  public static final long DEFAULT_MIN_OUTPUT_TOKENS = 64;

  /** A million dollars times a thousand: more is a slip of the pen. */
  public static final NanoDollars MOST = new NanoDollars(1_000_000_000L * 1_000_000_000L);

  static final int MOST_PERCENT = 1_000;

  public Budget {
    Names.require("budget", name);
    alerts = List.copyOf(new TreeSet<>(alerts));
    if (limit.value() <= 0 || limit.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("limit is above 0 and at most " + MOST.usdText() + " USD");
    }
    for (int percent : alerts) {
      if (percent < 1 || percent > MOST_PERCENT) {
        throw new IllegalArgumentException("alerts are percentages from 1 to " + MOST_PERCENT);
      }
    }
    if (minOutputTokens < 1) {
      throw new IllegalArgumentException("min_output_tokens is at least 1");
    }
  }

  /** A hard budget with the default alerts, UTC, for all requests of its owner. */
  public static Budget of(String name, NanoDollars limit, Cycle cycle) {
    return new Budget(
        name,
        limit,
        cycle,
        ZoneId.of("UTC"),
        Each.NONE,
        Matching.ANY,
        true,
        DEFAULT_ALERTS,
        DEFAULT_MIN_OUTPUT_TOKENS);
  }
}
