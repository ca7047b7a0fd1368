package dev.sluice.bench.mode;

import java.util.function.Supplier;

/**
 * One thing to measure.
 *
 * @param name short and unique, for options and tables
 * @param title what it is
 * @param group modes of one group run at the same time and are measured in turn
 * @param starter starts it; blocks until it is ready or has failed
 */
public record Mode(String name, String title, int group, Supplier<StartOutcome> starter) {

  /** The floor with the broker inside. */
  public static final String FLOOR = "floor";

  /** The floor with the broker as a process of its own. */
  public static final String FLOOR_SPLIT = "floor-split";

  /** Sluice with everything in one process. */
  public static final String SLUICE = "sluice";

  /** Sluice with the broker as a process of its own. */
  public static final String SLUICE_SPLIT = "sluice-split";

  /** The provider without anything before it. */
  public static final String DIRECT = "direct";

  /** A reverse proxy. */
  public static final String PROXY = "proxy";
}
