package dev.sluice.cost;

/**
 * Names of the nodes and stores of the topology. Store names are also names of changelog topics: a
 * changed one leaves its state behind.
 */
public final class CostNodes {
  /** Name of the role. */
  public static final String ROLE = "cost-stream";

  public static final String ATTEMPTS_SOURCE = "attempts-source";
  public static final String DECISIONS_SOURCE = "decisions-source";
  public static final String LEDGER = "ledger";
  public static final String SPEND_WINDOWS = "spend-windows";
  public static final String DECISIONS_IN_FORCE = "decisions-in-force";
  public static final String SPEND_CHECK = "spend-check";
  public static final String ENTRIES_SINK = "entries-sink";
  public static final String MONTHLY_SINK = "monthly-sink";
  public static final String DAILY_SINK = "daily-sink";
  public static final String HOURLY_SINK = "hourly-sink";
  public static final String UNDECODABLE_SINK = "undecodable-sink";

  /** Attempt ids that have an entry, by the time in the id. */
  public static final String SEEN_STORE = "seen-attempts";

  /** Sums by hour, day, month and scope. */
  public static final String WINDOW_STORE = "spend-windows-store";

  /** Latest owner epoch of the router's partition, and whether a task has read it before. */
  public static final String CHECK_STORE = "spend-check-store";

  private CostNodes() {}
}
