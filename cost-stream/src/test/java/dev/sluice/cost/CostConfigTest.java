package dev.sluice.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.schemas.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class CostConfigTest {
  private static final CostConfig CONFIG =
      CostConfig.of(
          new KafkaSettings("localhost:1", "mock://config", Map.of()),
          CostFixture.TOPICS,
          "cost-1",
          Path.of("state"),
          "127.0.0.1",
          0);

  @Test
  void shouldHaveDefaults() {
    assertThat(CONFIG.commitInterval()).isEqualTo(Duration.ofMillis(500));
    assertThat(CONFIG.sessionTimeout()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void shouldRefuseWhatMakesNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> CONFIG.withCommitInterval(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withSessionTimeout(Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            CostConfig.of(CONFIG.kafka(), CONFIG.topics(), "", CONFIG.stateDir(), "127.0.0.1", 0));
  }

  @Test
  void shouldRunExactlyOnceAsAStaticMember() {
    Properties properties =
        CostStreamsProperties.of(CONFIG.withSessionTimeout(Duration.ofSeconds(2)));

    StreamsConfig streams = new StreamsConfig(properties);
    Map<String, Object> consumer = streams.getMainConsumerConfigs("group", "client", 0);
    assertThat(streams.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo("exactly_once_v2");
    assertThat(streams.getString(StreamsConfig.APPLICATION_ID_CONFIG))
        .isEqualTo("sluice.cost-stream");
    assertThat(consumer)
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("session.timeout.ms", 2_000)
        .containsEntry("heartbeat.interval.ms", 500)
        .hasEntrySatisfying(
            "group.instance.id", id -> assertThat(id).asString().startsWith("cost-1"));
  }
}
