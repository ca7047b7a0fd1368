package dev.sluice.provider.webhook;

import dev.sluice.provider.calls.SendResult;
import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.spend.BudgetAlert;
import dev.sluice.schemas.topic.Topics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sender for each configured webhook, and none where there is no webhook. Of all workers one
 * sends to a webhook at a time, by its consumer group. {@link #follow} and {@link #close} are for
 * one thread.
 */
public final class Webhooks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
  private static final String GROUP = "webhook.";

  /** Keeps records that are no alerts where operators find them. */
  @FunctionalInterface
  public interface Undecodables {
    /**
     * Keeps one.
     *
     * @param then told what became of it, on any thread
     */
    void tell(
        ConsumerRecord<byte[], byte[]> record,
        String reason,
        java.util.function.Consumer<SendResult> then);
  }

  private final KafkaSettings kafka;
  private final Topics topics;
  private final Codecs codecs;
  private final String instance;
  private final Function<SecretReference, SecretOutcome> secrets;
  private final Undecodables undecodables;
  private final ProviderMetrics metrics;
  private final Backoff backoff;
  private final InstantSource clock = InstantSource.system();
  private final Map<String, WebhookSender> senders = new ConcurrentHashMap<>();

  /** Why there is no sender, by the name of the webhook. */
  private final Map<String, String> unmade = new ConcurrentHashMap<>();

  private volatile List<String> leftOut = List.of();

  public Webhooks(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      String instance,
      Function<SecretReference, SecretOutcome> secrets,
      Undecodables undecodables,
      ProviderMetrics metrics) {
    this(kafka, topics, codecs, instance, secrets, undecodables, metrics, Backoff.STANDARD);
  }

  Webhooks(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      String instance,
      Function<SecretReference, SecretOutcome> secrets,
      Undecodables undecodables,
      ProviderMetrics metrics,
      Backoff backoff) {
    this.kafka = kafka;
    this.topics = topics;
    this.codecs = codecs;
    this.instance = instance;
    this.secrets = secrets;
    this.undecodables = undecodables;
    this.metrics = metrics;
    this.backoff = backoff;
    metrics.gauge(ProviderMetric.WEBHOOK_WAITING, "to", "webhooks", this::waiting);
  }

  /**
   * Takes over these webhooks, and begins anew with those whose thread has died. Where there are
   * more than {@link Webhook#MOST}, the first by name are served, so that all workers serve the
   * same. Blocks for seconds where one is taken out.
   */
  public void follow(Collection<Webhook> configured) {
    List<Webhook> served = served(configured);
    Set<String> names = served.stream().map(Webhook::name).collect(Collectors.toSet());
    leaveOut(configured.stream().map(Webhook::name).filter(name -> !names.contains(name)).toList());
    List<WebhookSender> gone =
        senders.values().stream()
            .filter(sender -> sender.ended() || !names.contains(sender.webhook().name()))
            .toList();
    closeAll(gone);
    senders.values().removeAll(gone);
    unmade.keySet().retainAll(names);
    for (Webhook webhook : served) {
      WebhookSender known = senders.get(webhook.name());
      if (known == null) {
        begin(webhook);
      } else {
        known.change(webhook);
      }
    }
  }

  /** Those that have a sender. */
  static List<Webhook> served(Collection<Webhook> configured) {
    return configured.stream()
        .sorted(Comparator.comparing(Webhook::name))
        .limit(Webhook.MOST)
        .toList();
  }

  private void leaveOut(List<String> names) {
    List<String> sorted = names.stream().sorted().toList();
    if (!sorted.isEmpty() && !sorted.equals(leftOut)) {
      LOG.atWarn()
          .addKeyValue("webhooks", sorted)
          .log("There are too many webhooks; the last by name are not told of alerts");
    }
    leftOut = sorted;
  }

  /** One that cannot be served is in nobody's way, and is tried again with the next look. */
  private void begin(Webhook webhook) {
    try {
      WebhookSender added = sender(webhook);
      senders.put(webhook.name(), added);
      added.start();
      unmade.remove(webhook.name());
      LOG.atInfo().addKeyValue("webhook", webhook.name()).log("A webhook is told of alerts");
    } catch (RuntimeException e) {
      String error = e.getClass().getSimpleName();
      if (!error.equals(unmade.put(webhook.name(), error))) {
        LOG.atWarn()
            .addKeyValue("webhook", webhook.name())
            .addKeyValue("error", error)
            .log("A webhook cannot be served, trying again");
      }
    }
  }

  /** What does not work, one sentence each, without addresses and secrets. Any thread. */
  public List<String> problems() {
    List<String> all = new ArrayList<>();
    senders.values().forEach(sender -> sender.problem().ifPresent(all::add));
    unmade.forEach(
        (name, error) -> all.add("webhook " + name + " cannot be served, trying again: " + error));
    List<String> none = leftOut;
    if (!none.isEmpty()) {
      all.add(
          "only the first "
              + Webhook.MOST
              + " webhooks by name are told of alerts, and not "
              + String.join(", ", none));
    }
    return all.stream().sorted().toList();
  }

  /** Alerts that were read and are neither taken nor given up. */
  public int waiting() {
    return senders.values().stream().mapToInt(WebhookSender::waiting).sum();
  }

  private WebhookSender sender(Webhook webhook) {
    Codec<BudgetAlert> codec = codecs.of(topics.budgetAlerts());
    WebhookClient client = new WebhookClient(secrets, clock);
    try {
      Consumer<byte[], byte[]> consumer =
          kafka.consumer(instance + "-webhook-" + webhook.name(), consumerSettings(webhook));
      return new WebhookSender(
          webhook,
          topics.budgetAlerts().name(),
          new AlertReader(codec, clock),
          consumer,
          client,
          undecodables,
          metrics,
          sender ->
              new Delivery.Services(
                  sender::webhook, client, backoff, clock, metrics, new AtomicBoolean()));
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private Map<String, Object> consumerSettings(Webhook webhook) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupPrefix(topics) + webhook.name());
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, WebhookSender.WINDOW / 4);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return settings;
  }

  private static void closeAll(Collection<WebhookSender> senders) {
    senders.forEach(WebhookSender::stop); // all at once, then wait
    senders.forEach(WebhookSender::close);
  }

  /** Ends all posts; what was not settled is read again at the next start. Blocks. */
  @Override
  public void close() {
    closeAll(senders.values());
    senders.clear();
  }

  /** What the consumer groups of all webhooks begin with; the name of one follows. */
  public static String groupPrefix(Topics topics) {
    return topics.prefix() + GROUP;
  }
}
