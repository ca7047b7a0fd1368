package dev.sluice.observability;

/**
 * Names of the nodes, stores and internal topics of the topology. Those of stores and repartition
 * topics are also names on the broker: a changed one leaves its state behind.
 */
public final class ObservabilityNodes {
  /** Name of the role. */
  public static final String ROLE = "observability-stream";

  public static final String ATTEMPTS_SOURCE = "attempts-source";
  public static final String FOLD = "fold-attempts";
  public static final String FOLDED_DELTAS = "folded-deltas";
  public static final String ENCODE_DELTAS = "encode-deltas";

  /** Name of the repartition topic within the application. */
  public static final String DELTAS = "deployment-deltas";

  public static final String READ_DELTAS = "read-deltas";
  public static final String READABLE_DELTAS = "readable-deltas";
  public static final String TYPED_DELTAS = "typed-deltas";
  public static final String WINDOWS = "latency-windows";
  public static final String WINDOWS_SINK = "latency-sink";
  public static final String HEALTH = "deployment-health";
  public static final String HEALTH_SINK = "health-sink";
  public static final String UNREADABLE_ATTEMPTS = "unreadable-attempts";
  public static final String UNREADABLE_ATTEMPTS_SINK = "unreadable-attempts-sink";
  public static final String UNREADABLE_DELTAS = "unreadable-deltas";
  public static final String UNREADABLE_DELTAS_SINK = "unreadable-deltas-sink";

  /** Windows of the last hours by start and deployment. */
  public static final String WINDOW_STORE = "latency-windows-store";

  private ObservabilityNodes() {}
}
