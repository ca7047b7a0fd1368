package dev.sluice.ingress.admin;

import dev.sluice.ingress.audit.FloodBound;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.control.ConfigCommand;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Has changes written down that the API refused before they were commands. Each is counted; of each
 * holder of an admin key, and of all without one together, only so many are written down as {@link
 * FloodBound} says. So a flood fills no topic.
 *
 * <p>What is written says no more than the caller was told: nothing of a body but the names and
 * short values that a message about it shows, and no name that may be a key. Safe for any thread.
 */
final class RefusalAudit {
  /** Actor of calls without a key that is one. */
  static final String NOBODY = "nobody";

  private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> CHANGING = Set.of("PUT", "POST", "DELETE", "PATCH");
  private static final Pattern NAME = Pattern.compile("(?!sk[_-])[a-z0-9][a-z0-9_-]{0,62}");

  private final Consumer<ConfigCommand> log;
  private final IngressMetrics metrics;
  private final InstantSource clock;

  /** Of as many actors as there are admin keys, which are configured, and one. */
  private final FloodBound bound = new FloodBound();

  /**
   * @param log takes what the router is to write down; called on the caller's thread
   */
  RefusalAudit(Consumer<ConfigCommand> log, IngressMetrics metrics, InstantSource clock) {
    this.log = log;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * A call was refused.
   *
   * @param actor who called, or {@link #NOBODY}
   * @param path behind {@link AdminRoutes#ROOT}, decoded
   */
  void refused(String actor, String method, List<String> path, AdminError error) {
    metrics.count(IngressMetric.ADMIN_REFUSALS, error.code());
    if (LOOKING.contains(method) || error.status() >= 500) {
      return;
    }
    String verb = CHANGING.contains(method) ? method : "another method";
    bound
        .take(actor, clock.millis(), verb + ": " + reason(error))
        .ifPresent(reason -> log.accept(command(actor, path, reason)));
  }

  private ConfigCommand command(String actor, List<String> path, String reason) {
    return ConfigCommand.newBuilder()
        .setCommandId(UUID.randomUUID().toString())
        .setKind(path.isEmpty() ? "" : Kinds.find(path.getFirst()).map(ConfigKind::text).orElse(""))
        .setName(path.size() > 1 && NAME.matcher(path.get(1)).matches() ? path.get(1) : "")
        .setManagedBy("api")
        .setActor(actor)
        .setIssuedAtMs(clock.millis())
        .setRefusal(reason)
        .build();
  }

  private static String reason(AdminError error) {
    // Of the other messages the code says it all, and they may repeat a path or a project.
    return error.code().equals("invalid") ? "invalid: " + error.message() : error.code();
  }
}
