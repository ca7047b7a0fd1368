package dev.sluice.ingress.admin;

import com.sun.net.httpserver.HttpHandler;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topics;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The admin API of an ingress. It takes nothing up before the first call that needs it. */
public final class AdminApi implements AutoCloseable {
  private final CommandLog log;
  private final Map<String, HttpHandler> handlers;

  private AdminApi(CommandLog log, AdminHandler handler) {
    this.log = log;
    StaticPages pages = new StaticPages();
    this.handlers =
        Map.of(AdminRoutes.ROOT, handler, StaticPages.OPENAPI, pages, StaticPages.DOCS, pages);
  }

  /**
   * What the API sees of the configuration.
   *
   * @param view told by the follower whose configuration is {@code inForce}
   * @param inForce the configuration in force here
   * @param isRead whether everything was read that the topic held at the start
   */
  public record Configuration(
      ObjectView view, Supplier<GatewayConfig> inForce, BooleanSupplier isRead) {}

  /** Builds it. */
  public static AdminApi of(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      String instanceId,
      Configuration configuration,
      IngressMetrics metrics,
      InstantSource clock) {
    AuditTail audit =
        new AuditTail(
            kafka,
            topics.audit().name(),
            codecs.of(topics.audit()),
            "sluice-ingress-audit-" + instanceId);
    ObjectView view = configuration.view();
    CommandLog log = new CommandLog(kafka, topics, codecs, instanceId, audit, view);
    Changes changes = new Changes(log, view, configuration.inForce(), clock);
    SpendResource spend = new SpendResource(kafka, topics, codecs, instanceId);
    CorrectionsResource corrections =
        new CorrectionsResource(new CorrectionLog(kafka, topics, codecs, instanceId), clock);
    return new AdminApi(
        log,
        new AdminHandler(
            routes(log, view, changes, spend, corrections, clock),
            configuration.inForce(),
            configuration.isRead(),
            new RefusalAudit(refused -> writeDown(log, refused), metrics, clock)));
  }

  /**
   * Has a refusal written down in the audit, later; it is given up where Kafka does not take it.
   */
  public void writeDown(ConfigCommand refused) {
    writeDown(log, refused);
  }

  private static void writeDown(CommandLog log, ConfigCommand refused) {
    Thread.startVirtualThread(() -> log.note(refused));
  }

  private static AdminRoutes routes(
      CommandLog log,
      ObjectView view,
      Changes changes,
      SpendResource spend,
      CorrectionsResource corrections,
      InstantSource clock) {
    return new AdminRoutes(
        new ObjectsResource(view, changes),
        new KeysResource(changes, clock),
        new AllowancesResource(changes),
        new StateResource(log),
        spend,
        corrections);
  }

  /** By the beginning of their paths, for the port for operators. */
  public Map<String, HttpHandler> handlers() {
    return handlers;
  }

  /** Ends the waits of open calls, which are answered as undecided. */
  @Override
  public void close() {
    log.close();
  }
}
