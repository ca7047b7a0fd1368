package dev.sluice.provider.webhook;

import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topics;
import java.time.InstantSource;
import java.util.Collection;
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

  private final KafkaSettings kafka;
  private final Topics topics;
  private final Codecs codecs;
  private final String instance;
  private final Function<SecretReference, SecretOutcome> secrets;
  private final ProviderMetrics metrics;
  private final Backoff backoff;
  private final InstantSource clock = InstantSource.system();
  private final Map<String, WebhookSender> senders = new ConcurrentHashMap<>();

  public Webhooks(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      String instance,
      Function<SecretReference, SecretOutcome> secrets,
      ProviderMetrics metrics) {
    this(kafka, topics, codecs, instance, secrets, metrics, Backoff.STANDARD);
  }

  Webhooks(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      String instance,
      Function<SecretReference, SecretOutcome> secrets,
      ProviderMetrics metrics,
      Backoff backoff) {
    this.kafka = kafka;
    this.topics = topics;
    this.codecs = codecs;
    this.instance = instance;
    this.secrets = secrets;
    this.metrics = metrics;
    this.backoff = backoff;
    metrics.gauge(ProviderMetric.WEBHOOK_WAITING, "to", "webhooks", this::waiting);
  }

  /** Takes over these webhooks. Blocks for seconds where one is taken out. */
  public void follow(Collection<Webhook> configured) {
    Set<String> names = configured.stream().map(Webhook::name).collect(Collectors.toSet());
    List<WebhookSender> gone =
        senders.entrySet().stream()
            .filter(sender -> !names.contains(sender.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    closeAll(gone);
    senders.keySet().retainAll(names);
    for (Webhook webhook : configured) {
      WebhookSender known = senders.get(webhook.name());
      if (known != null) {
        known.change(webhook);
      } else if (senders.size() < Webhook.MOST) {
        WebhookSender added = sender(webhook);
        senders.put(webhook.name(), added);
        added.start();
        LOG.atInfo().addKeyValue("webhook", webhook.name()).log("A webhook is told of alerts");
      }
    }
  }

  /** Alerts that were read and are neither taken nor given up. */
  public int waiting() {
    return senders.values().stream().mapToInt(WebhookSender::waiting).sum();
  }

  private WebhookSender sender(Webhook webhook) {
    Consumer<byte[], byte[]> consumer =
        kafka.consumer(instance + "-webhook-" + webhook.name(), consumerSettings(webhook));
    WebhookClient client = new WebhookClient(secrets, clock);
    return new WebhookSender(
        webhook,
        topics.budgetAlerts().name(),
        codecs.of(topics.budgetAlerts()),
        consumer,
        client,
        metrics,
        sender ->
            new Delivery.Services(
                sender::webhook, client, backoff, clock, metrics, new AtomicBoolean()));
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
