package dev.sluice.provider.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.provider.calls.SendResult;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.config.WebhookFormat;
import dev.sluice.schemas.follow.KafkaNode;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.spend.BudgetAlert;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Alerts from a real topic to real HTTP servers. */
@Tag("broker")
class WebhooksIT {
  private static final String REGISTRY = "mock://webhooks";
  private static final String KEY = "0123456789abcdef01234567";
  private static final Codecs CODECS = Codecs.of(Map.of("schema.registry.url", REGISTRY));
  private static final Backoff QUICK =
      new Backoff(Duration.ofMillis(20), Duration.ofMillis(100), new Random(1));

  @TempDir static Path folder;
  private static KafkaNode kafka;
  private static String servers;

  private final List<Webhooks> open = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<String> putAside = new CopyOnWriteArrayList<>();
  private final Map<String, String> environment = new ConcurrentHashMap<>(Map.of("KEY", KEY));
  private Topics topics;
  private Receiver receiver;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = KafkaNode.start(folder);
    servers = String.valueOf(kafka.clientProperties().get("bootstrap.servers"));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void start(TestInfo test) throws Exception {
    topics =
        new Topics(
            test.getTestMethod().orElseThrow().getName() + ".", TopicSizing.embedded(4_000_000));
    kafka.createTopic(topics.budgetAlerts().name(), 1);
    receiver = Receiver.start(post -> 204);
  }

  @AfterEach
  void stop() {
    open.forEach(Webhooks::close);
    receiver.close();
  }

  /** Webhooks of a process that starts now. */
  private Webhooks started(Webhook... configured) {
    Webhooks webhooks =
        new Webhooks(
            new KafkaSettings(servers, REGISTRY, Map.of()),
            topics,
            CODECS,
            "worker-" + open.size(),
            reference -> reference.resolve(environment),
            (record, reason, then) -> {
              putAside.add(record.offset() + ": " + reason);
              then.accept(new SendResult.Written());
            },
            new ProviderMetrics(registry),
            QUICK);
    open.add(webhooks);
    webhooks.follow(List.of(configured));
    return webhooks;
  }

  private void write(BudgetAlert alert) throws Exception {
    kafka.send(
        topics.budgetAlerts().name(), 0, "search", CODECS.of(topics.budgetAlerts()).encode(alert));
  }

  private long committed(String webhook) throws Exception {
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(topics.prefix() + "webhook." + webhook)
              .partitionsToOffsetAndMetadata()
              .get(30, TimeUnit.SECONDS)
              .get(new TopicPartition(topics.budgetAlerts().name(), 0));
      return offset == null ? -1 : offset.offset();
    }
  }

  private long count(String figure, String webhook) {
    Counter counter =
        registry.find("sluice.worker.webhook." + figure).tag("webhook", webhook).counter();
    return counter == null ? 0 : Math.round(counter.count());
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }

  private static boolean isOf(Receiver.Post post, int percent) {
    return post.body().contains("\"threshold_percent\":" + percent + ",");
  }

  private static Set<String> ids(List<Receiver.Post> posts, int percent) {
    return posts.stream()
        .filter(post -> isOf(post, percent))
        .map(Receiver.Post::id)
        .collect(Collectors.toSet());
  }

  @Test
  void shouldLoseNothingThroughFailuresAndARestart() throws Exception {
    // Given: the first alert is refused, the second one is taken
    receiver.answers(post -> isOf(post, 80) ? 500 : 204);
    Webhook ops = Alerts.webhook("ops", receiver.url("/a"), WebhookFormat.JSON, "env:KEY");
    Webhooks first = started(ops);
    write(Alerts.threshold("project/search/month", 80));
    write(Alerts.threshold("project/search/month", 90));
    soon().until(() -> receiver.taken().size() == 1 && ids(receiver.posts(), 80).size() == 1);
    soon().until(() -> count("retried", "ops") >= 2);

    // When: the process ends, an alert comes, and another process finds a receiver that fails twice
    first.close();
    assertThat(committed("ops")).isZero();
    write(Alerts.threshold("project/search/month", 100));
    Map<String, Integer> failures = new HashMap<>();
    receiver.answers(post -> {
      synchronized (failures) {
        return failures.merge(post.id(), 1, Integer::sum) > 2 ? 204 : 503;
      }
    });
    started(ops);

    // Then
    soon()
        .until(
            () -> ids(receiver.taken(), 80).size() == 1 && ids(receiver.taken(), 100).size() == 1);
    soon().until(() -> committed("ops") == 3);
    for (int percent : List.of(80, 90, 100)) {
      assertThat(ids(receiver.posts(), percent))
          .containsExactly(AlertMessage.idOf(Alerts.threshold("project/search/month", percent)));
    }
    for (Receiver.Post post : receiver.posts()) {
      assertThat(post.signature())
          .isEqualTo(
              Signature.of(
                  KEY.getBytes(StandardCharsets.UTF_8),
                  post.message(),
                  Long.parseLong(post.timestamp())));
    }
    assertThat(count("delivered", "ops")).isEqualTo(4); // the second alert twice, by the restart
    assertThat(count("given.up", "ops")).isZero();
  }

  @Test
  void shouldLetNoWebhookWaitForAnother() throws Exception {
    // Given: one that is not there, one that never answers, one that works
    receiver.answers(post -> post.path().equals("/silent") ? -1 : 200);
    try (ServerSocket socket = new ServerSocket(0)) {
      environment.put("DEAD", "http://127.0.0.1:" + socket.getLocalPort());
    }
    environment.put("TEAM", receiver.url("/team"));
    Webhook dead = Alerts.webhook("dead", "${DEAD}", WebhookFormat.JSON, "");
    Webhook silent = Alerts.webhook("silent", receiver.url("/silent"), WebhookFormat.JSON, "");
    Webhook team = Alerts.webhook("team", "${TEAM}", WebhookFormat.SLACK, "");
    Webhooks webhooks = started(dead, silent, team);
    int alerts = WebhookSender.WINDOW + 20;

    // When: more alerts than one webhook holds
    for (int i = 0; i < alerts; i++) {
      write(Alerts.threshold("project/search/daily-user@" + i, 80));
    }

    // Then
    soon().until(() -> receiver.taken().size() == alerts);
    soon().until(() -> committed("team") == alerts);
    assertThat(receiver.taken()).allMatch(post -> post.path().equals("/team"));
    soon().until(() -> webhooks.waiting() >= 2 * WebhookSender.WINDOW);
    assertThat(webhooks.waiting()).isLessThan(2 * alerts);
    assertThat(committed("dead")).isZero();
    assertThat(committed("silent")).isZero();

    // When: the address of one is set right, and the other is taken out
    webhooks.follow(
        List.of(Alerts.webhook("dead", receiver.url("/alive"), WebhookFormat.JSON, ""), team));

    // Then
    soon().until(() -> committed("dead") == alerts);
    assertThat(count("delivered", "dead")).isEqualTo(alerts);
    assertThat(webhooks.waiting()).isZero();
  }

  @Test
  void shouldGiveUpWhatIsTooOldAndGoOn() throws Exception {
    receiver.answers(post -> isOf(post, 80) ? 500 : 204);
    Webhook patient = Alerts.webhook("ops", receiver.url("/a"), WebhookFormat.JSON, "");
    started(
        new Webhook(
            "ops",
            patient.address(),
            patient.format(),
            null,
            patient.takes(),
            Duration.ofSeconds(2)));
    soon().until(() -> committed("ops") == 0);
    write(Alerts.threshold("project/search/month", 80));
    kafka.send(topics.budgetAlerts().name(), 0, "search", new byte[] {1, 2, 3});
    write(Alerts.threshold("project/search/month", 90));

    soon().until(() -> committed("ops") == 3);

    assertThat(count("given.up", "ops")).isEqualTo(1);
    assertThat(count("retried", "ops")).isPositive();
    assertThat(count("delivered", "ops")).isEqualTo(1);
    assertThat(putAside).singleElement().asString().startsWith("1: ").contains("wire format");
  }

  /** Its offset can no longer be committed when the alert is taken. */
  @Test
  void shouldGoOnWhenItFallsOutOfItsGroupWhileAnAlertIsOnItsWay() throws Exception {
    // Given: a receiver that throws the sender out of its group before it takes a new alert
    Set<String> known = ConcurrentHashMap.newKeySet();
    receiver.answers(post -> {
      if (!known.contains(post.id())) {
        leaveGroup("ops");
        known.add(post.id());
      }
      return 204;
    });
    Webhooks webhooks = started(Alerts.webhook("ops", receiver.url("/a"), WebhookFormat.JSON, ""));
    soon().until(() -> committed("ops") == 0);

    // When
    for (int i = 1; i <= 3; i++) {
      write(Alerts.threshold("project/search/daily-user@" + i, 80));
      int alerts = i;
      soon().until(() -> committed("ops") == alerts);
    }

    // Then
    assertThat(ids(receiver.taken(), 80)).hasSize(3).isEqualTo(known);
    assertThat(count("given.up", "ops")).isZero();
    soon().until(() -> webhooks.problems().isEmpty());
  }

  private void leaveGroup(String webhook) {
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      admin
          .removeMembersFromConsumerGroup(
              topics.prefix() + "webhook." + webhook, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the members cannot be removed", e);
    }
  }
}
