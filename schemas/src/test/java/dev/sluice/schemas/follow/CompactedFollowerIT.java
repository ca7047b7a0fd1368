package dev.sluice.schemas.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.serde.RegistryException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactedFollowerIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static KafkaNode kafka;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = KafkaNode.start(folder);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  /** Notes what it hears as short texts. */
  private static final class Heard implements FollowListener<String> {
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger batches = new AtomicInteger();

    @Override
    public void onRecord(FollowedRecord<String> followed) {
      assertThat(followed.brokerTimestampMs()).isPositive();
      assertThat(System.nanoTime() - followed.receivedNanos()).isNotNegative();
      if ("throw".equals(followed.value())) {
        throw new IllegalStateException("a listener with a bug");
      }
      all.add(followed.key() + "=" + followed.value());
    }

    @Override
    public void onUndecodable(String key, int partition, long offset, String reason) {
      all.add(key + "!" + reason);
    }

    @Override
    public void onBatchEnd() {
      batches.incrementAndGet();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static CompactedFollower<String> follow(
      String topic, Deserializer<String> deserializer, Heard heard) {
    return CompactedFollower.start(
        "test-" + topic, kafka.clientProperties(), topic, deserializer, heard);
  }

  private static String text(String topic, byte[] data) {
    String value = new String(data, StandardCharsets.UTF_8);
    if (value.equals("broken")) {
      throw new IllegalArgumentException("no value");
    }
    return value;
  }

  @Test
  void shouldReadFromTheBeginningAndGoOn() throws Exception {
    kafka.createTopic("a", 2);
    kafka.send("a", 0, "k0", bytes("v0"));
    kafka.send("a", 1, "k1", bytes("broken"));
    kafka.send("a", 0, "k2", bytes("throw"));
    kafka.send("a", 0, "k3", null);
    Heard heard = new Heard();
    try (CompactedFollower<String> follower = follow("a", CompactedFollowerIT::text, heard)) {
      assertThat(follower.awaitReady(LONG)).isTrue();
      assertThat(heard.all)
          .containsExactlyInAnyOrder("k0=v0", "k1!IllegalArgumentException", "k3=null");
      assertThat(follower.appliedOffset()).isEqualTo(2);
      kafka.send("a", 1, "k4", bytes("v4"));
      await().atMost(LONG).until(() -> heard.all.contains("k4=v4"));
      assertThat(heard.batches.get()).isPositive();
    }
  }

  @Test
  void shouldSayUpToWhenNothingIsMissing() throws Exception {
    kafka.createTopic("b", 1);
    long before = System.nanoTime();
    Heard heard = new Heard();
    try (CompactedFollower<String> follower = follow("b", CompactedFollowerIT::text, heard)) {
      assertThat(follower.awaitReady(LONG)).isTrue();
      await().atMost(LONG).until(() -> follower.caughtUpAsOfNanos() - before > 0);
      long caughtUp = follower.caughtUpAsOfNanos();
      await()
          .atMost(LONG)
          .until(() -> follower.caughtUpAsOfNanos() - caughtUp > Duration.ofMillis(400).toNanos());
      assertThat(follower.lastContactNanos() - follower.caughtUpAsOfNanos()).isNotNegative();
      assertThat(follower.lastContactNanos() - System.nanoTime()).isNegative();
    }
  }

  @Test
  void shouldWaitForATopicThatIsNotThereYet() throws Exception {
    Heard heard = new Heard();
    try (CompactedFollower<String> follower = follow("c", CompactedFollowerIT::text, heard)) {
      assertThat(follower.awaitReady(Duration.ofMillis(500))).isFalse();
      assertThat(follower.isReady()).isFalse();
      kafka.createTopic("c", 1);
      kafka.send("c", 0, "k", bytes("v"));
      await().atMost(LONG).until(() -> heard.all.contains("k=v"));
      assertThat(follower.awaitReady(LONG)).isTrue();
    }
  }

  @Test
  void shouldTryAgainWhileTheRegistryIsAway() throws Exception {
    kafka.createTopic("d", 1);
    kafka.send("d", 0, "k", bytes("v"));
    AtomicInteger calls = new AtomicInteger();
    Deserializer<String> flaky =
        (topic, data) -> {
          if (calls.incrementAndGet() < 4) {
            throw new RegistryException("no answer", true);
          }
          return text(topic, data);
        };
    Heard heard = new Heard();
    try (CompactedFollower<String> follower = follow("d", flaky, heard)) {
      assertThat(follower.awaitReady(LONG)).isTrue();
      assertThat(heard.all).containsExactly("k=v");
      assertThat(calls).hasValue(4);
    }
  }

  @Test
  void shouldOutliveTheBroker() throws Exception {
    kafka.createTopic("e", 1);
    kafka.send("e", 0, "k", bytes("before"));
    Heard heard = new Heard();
    try (CompactedFollower<String> follower = follow("e", CompactedFollowerIT::text, heard)) {
      assertThat(follower.awaitReady(LONG)).isTrue();
      kafka.stop();
      long stoppedAt = System.nanoTime();
      await()
          .atMost(LONG)
          .until(() ->
              System.nanoTime() - follower.lastContactNanos() > Duration.ofSeconds(3).toNanos());
      assertThat(follower.lastContactNanos() - stoppedAt).isNegative();
      assertThat(follower.caughtUpAsOfNanos() - stoppedAt).isNegative();
      assertThat(heard.all).containsExactly("k=before");

      kafka.restart();
      kafka.send("e", 0, "k", bytes("after"));
      await().atMost(LONG).until(() -> heard.all.contains("k=after"));
      assertThat(heard.all).containsExactly("k=before", "k=after");
      await().atMost(LONG).until(() -> follower.caughtUpAsOfNanos() - stoppedAt > 0);
    }
  }

  @Test
  void shouldEndItsThreadWhenClosed() throws Exception {
    CompactedFollower<String> follower =
        follow("never-there", CompactedFollowerIT::text, new Heard());
    follower.close();
    await()
        .atMost(LONG)
        .until(() ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("test-never-there")));
  }
}
