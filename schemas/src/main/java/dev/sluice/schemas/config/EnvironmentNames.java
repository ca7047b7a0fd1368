package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks for environment variables that were meant to replace something and don't. They are warnings
 * and no problems, because Kubernetes puts variables like SLUICE_SERVER_SERVICE_HOST into every
 * process on its own.
 */
final class EnvironmentNames {
  /** Every variable that replaces a scalar. */
  static final List<String> OVERRIDES =
      List.of(
          "SLUICE_SERVER_HOST",
          "SLUICE_SERVER_PORT",
          "SLUICE_SERVER_ADMIN_PORT",
          "SLUICE_SERVER_BODY_LIMIT",
          "SLUICE_SERVER_KEEP_ALIVE_COMMENT",
          "SLUICE_SERVER_MAX_OPEN_REQUESTS",
          "SLUICE_SERVER_DRAIN_TIMEOUT",
          "SLUICE_KAFKA_EMBEDDED",
          "SLUICE_KAFKA_PORT",
          "SLUICE_KAFKA_REGISTRY_PORT",
          "SLUICE_KAFKA_DATA_DIR",
          "SLUICE_KAFKA_BOOTSTRAP_SERVERS",
          "SLUICE_KAFKA_SCHEMA_REGISTRY",
          "SLUICE_KAFKA_TOPIC_PREFIX",
          "SLUICE_KAFKA_PARTITIONS",
          "SLUICE_WORKERS_INSTANCE_ID",
          "SLUICE_WORKERS_SLOTS",
          "SLUICE_WORKERS_BATCH_SLOTS",
          "SLUICE_ROUTER_INSTANCE_ID",
          "SLUICE_ROUTER_STATE_DIR",
          "SLUICE_ROUTER_SESSION_TIMEOUT",
          "SLUICE_SIMULATOR_ENABLED",
          "SLUICE_SIMULATOR_PORT",
          "SLUICE_DEFAULTS_DEADLINE",
          "SLUICE_DEFAULTS_FIRST_TOKEN_TIMEOUT",
          "SLUICE_DEFAULTS_IDLE_TIMEOUT",
          "SLUICE_DEFAULTS_CONNECT_TIMEOUT");

  private static final List<String> SECTIONS =
      List.of(
          "SLUICE_SERVER_",
          "SLUICE_KAFKA_",
          "SLUICE_WORKERS_",
          "SLUICE_ROUTER_",
          "SLUICE_SIMULATOR_",
          "SLUICE_DEFAULTS_");

  private EnvironmentNames() {}

  /** Whether Kubernetes made this value for a service that happens to have such a name. */
  static boolean isServiceLink(String value) {
    return value.startsWith("tcp://") || value.startsWith("udp://");
  }

  /** A sentence for each variable that looks like an override and is none. */
  static List<String> unused(ReadContext context) {
    List<String> warnings = new ArrayList<>();
    Map<String, String> sorted = new TreeMap<>(context.environment());
    for (String name : sorted.keySet()) {
      boolean replaces = OVERRIDES.contains(name) && !isServiceLink(sorted.getOrDefault(name, ""));
      if (!replaces && SECTIONS.stream().anyMatch(name::startsWith)) {
        List<String> near = NearestNames.of(name, OVERRIDES, 1);
        warnings.add(
            "the environment variable "
                + name
                + " replaces nothing"
                + (near.isEmpty() ? "" : "; did you mean " + near.getFirst() + "?"));
      }
    }
    return warnings;
  }
}
