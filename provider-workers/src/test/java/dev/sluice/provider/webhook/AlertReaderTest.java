package dev.sluice.provider.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.spend.BudgetAlert;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AlertReaderTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Topic<BudgetAlert> TOPIC =
      new Topics(Topics.DEFAULT_PREFIX, TopicSizing.embedded(4 << 20)).budgetAlerts();

  private final BudgetAlert alert = Alerts.threshold("project/search/month", 80);
  private final byte[] encoded = codec("mock://alert-reader-writer").encode(alert);
  private Instant now = Instant.parse("2026-11-20T10:15:30Z");

  private static Codec<BudgetAlert> codec(String registry) {
    return Codecs.of(registry).of(TOPIC);
  }

  private AlertReader reader(String registry) {
    return new AlertReader(codec(registry), () -> now);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
    return new ConsumerRecord<>(TOPIC.name(), 0, offset, new byte[0], value);
  }

  @Test
  void shouldReadAnAlert() {
    assertThat(reader("mock://alert-reader-writer").read(record(5, encoded)))
        .isEqualTo(new AlertReader.Outcome.Read(alert));
  }

  @Test
  void shouldReadAnAlertWhoseSchemaTheRegistryRefusedAtFirst() {
    String registry = "mock://alert-reader-late";
    AlertReader reader = reader(registry);
    assertThat(reader.read(record(5, encoded))).isEqualTo(new AlertReader.Outcome.NotNow());

    codec(registry).prepare();

    assertThat(reader.read(record(5, encoded))).isEqualTo(new AlertReader.Outcome.Read(alert));
  }

  @Test
  void shouldHoldEachRecordWhoseSchemaIsRefusedForAMinute() {
    AlertReader reader = reader("mock://alert-reader-empty");
    for (long offset = 5; offset < 7; offset++) {
      assertThat(reader.read(record(offset, encoded))).isEqualTo(new AlertReader.Outcome.NotNow());
      now = now.plus(AlertReader.HOLD).minus(SHORT);
      assertThat(reader.read(record(offset, encoded))).isEqualTo(new AlertReader.Outcome.NotNow());

      now = now.plus(SHORT);

      assertThat(reader.read(record(offset, encoded)))
          .isInstanceOfSatisfying(
              AlertReader.Outcome.Unreadable.class,
              unreadable -> assertThat(unreadable.reason()).contains("schema id"));
    }
  }

  @Test
  void shouldNotHoldWhatWillNeverBeAnAlert() {
    assertThat(reader("mock://alert-reader-writer").read(record(5, new byte[] {1, 2, 3})))
        .isInstanceOf(AlertReader.Outcome.Unreadable.class);
  }
}
