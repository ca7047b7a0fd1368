package dev.sluice.ingress.admin;

import dev.sluice.ingress.error.AdminError;
import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.control.ConfigCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Has changes written down that the API refused before they were commands. Each is counted; of each
 * holder of an admin key, and of all without one together, {@value #BURST} in a row are written
 * down and then one every ten seconds, which says how many were left out. So a flood fills no
 * topic.
 *
 * <p>What is written says no more than the caller was told: nothing of a body but the names and
 * short values that a message about it shows, and no name that may be a key. Safe for any thread.
 */
final class RefusalAudit {
  /** Entries of an actor that are written down without a pause. */
  static final int BURST = 60;

  /** Then it takes so long for another one. */
  static final Duration EVERY = Duration.ofSeconds(10);

  /** Actor of calls without a key that is one. */
  static final String NOBODY = "nobody";

  private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> CHANGING = Set.of("PUT", "POST", "DELETE", "PATCH");
  private static final Pattern NAME = Pattern.compile("(?!sk[_-])[a-z0-9][a-z0-9_-]{0,62}");
  private static final int LONGEST_REASON = 300;

  private final Consumer<ConfigCommand> log;
  private final IngressMetrics metrics;
  private final InstantSource clock;

  /** As many as there are admin keys, which are configured, and one. */
  private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

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
    allowances
        .computeIfAbsent(actor, first -> new Allowance())
        .take(clock.millis())
        .ifPresent(leftOut -> log.accept(command(actor, method, path, reason(error, leftOut))));
  }

  private ConfigCommand command(String actor, String method, List<String> path, String reason) {
    String verb = CHANGING.contains(method) ? method : "another method";
    return ConfigCommand.newBuilder()
        .setCommandId(UUID.randomUUID().toString())
        .setKind(path.isEmpty() ? "" : Kinds.find(path.getFirst()).map(ConfigKind::text).orElse(""))
        .setName(path.size() > 1 && NAME.matcher(path.get(1)).matches() ? path.get(1) : "")
        .setManagedBy("api")
        .setActor(actor)
        .setIssuedAtMs(clock.millis())
        .setRefusal(verb + ": " + reason)
        .build();
  }

  private static String reason(AdminError error, long leftOut) {
    // Of the other messages the code says it all, and they may repeat a path or a project.
    String said = error.code().equals("invalid") ? "invalid: " + error.message() : error.code();
    String cut = said.length() > LONGEST_REASON ? said.substring(0, LONGEST_REASON) + "…" : said;
    return leftOut == 0 ? cut : cut + " (and " + leftOut + " refusals before, not written down)";
  }

  /** What one actor has left. */
  private static final class Allowance {
    private double left = BURST;
    private long asOfMs = Long.MIN_VALUE;
    private long leftOut;

    /** How many were left out since the last that was taken; empty where this one is left out. */
    synchronized Optional<Long> take(long nowMs) {
      if (asOfMs != Long.MIN_VALUE) {
        left = Math.min(BURST, left + Math.max(0, nowMs - asOfMs) / (double) EVERY.toMillis());
      }
      asOfMs = nowMs;
      if (left < 1) {
        leftOut++;
        return Optional.empty();
      }
      left--;
      long before = leftOut;
      leftOut = 0;
      return Optional.of(before);
    }
  }
}
