package dev.sluice.schemas.topic;

/** Who {@link Topic#writers()} and {@link Topic#readers()} can name. */
public final class Parties {
  public static final String INGRESS = "ingress";
  public static final String ROUTER = "router-worker";
  public static final String WORKER = "provider-workers";
  public static final String COST = "cost-stream";
  public static final String OBSERVABILITY = "observability-stream";

  /** Who publishes the configuration file. */
  public static final String LAUNCHER = "launcher";

  /** Who reads what was spent. */
  public static final String ANALYSTS = "analysts";

  /** Who looks what became of requests and changes. */
  public static final String OPERATORS = "operators";

  /** Who writes a project's batch requests and reads the replies. */
  public static final String AUTHORS = "batch authors";

  /** As a reader: every role of the gateway. */
  public static final String ALL_ROLES = "all roles";

  /** As a writer: each role of the gateway may. */
  public static final String ANY_ROLE = "any role";

  private Parties() {}
}
