package dev.sluice.router.topology;

/** Names of the nodes and stores of the topology. Changing one moves state: see the golden file. */
final class RouterNodes {
  static final String REQUESTS = "requests";
  static final String ATTEMPTS = "attempts";
  static final String FALLBACK = "fallback";
  static final String CANCELS = "cancels";
  static final String DECISIONS = "decisions";
  static final String INPUTS = "router-inputs";
  static final String ACTIONS = "router-actions";
  static final String CHECKPOINT_STORE = "router-checkpoint";
  static final String OWNED_STORE = "router-owned-partition";
  static final String DECISIONS_SINK = "decisions-sink";
  static final String DISPATCH_SINK = "dispatch-sink";
  static final String REPLIES_SINK = "replies-sink";
  static final String ATTEMPTS_SINK = "attempts-sink";
  static final String CANCELS_SINK = "cancels-sink";
  static final String OUTCOMES_SINK = "outcomes-sink";
  static final String ALERTS_SINK = "budget-alerts-sink";
  static final String DEAD_LETTER_SINK = "dead-letter-sink";
  static final String UNDECODABLE_SINK = "undecodable-sink";
  static final String CONFIG_COMMANDS = "config-commands";
  static final String CONFIG_DECIDER = "config-decider";
  static final String CONFIG_STORE = "config-revisions";
  static final String CONFIG_SINK = "config-sink";
  static final String AUDIT_SINK = "audit-sink";
  static final String CONFIG_UNDECODABLE_SINK = "config-undecodable-sink";

  private RouterNodes() {}
}
