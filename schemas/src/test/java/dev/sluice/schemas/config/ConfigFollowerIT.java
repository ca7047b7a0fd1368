package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.follow.KafkaNode;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFollowerIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static ConfigEntry entry(ConfigObject object, long revision) {
    return ConfigEntry.newBuilder()
        .setKind(object.kind())
        .setName(object.name())
        .setBodyJson(object.bodyJson())
        .setRevision(revision)
        .build();
  }

  @Test
  void shouldFollowTheTopic(@TempDir Path folder) throws Exception {
    Topics topics = new Topics("test.", TopicSizing.embedded(4_000_000));
    Codecs codecs = Codecs.of(Map.of("schema.registry.url", "mock://config-follower"));
    Codec<ConfigEntry> codec = codecs.of(topics.config());
    String topic = topics.config().name();
    try (KafkaNode kafka = KafkaNode.start(folder)) {
      kafka.createTopic(topic, 1);
      List<ConfigObject> objects = ConfigObjects.fromFile(SluiceFile.DEFAULTS);
      for (ConfigObject object : objects) {
        kafka.send(topic, 0, object.key(), codec.encode(entry(object, 1)));
      }
      List<GatewayConfig> heard = new CopyOnWriteArrayList<>();
      try (ConfigFollower follower =
          ConfigFollower.start(
              kafka.clientProperties(), topic, codecs.serde(topics.config()).deserializer())) {
        follower.onChange(heard::add);
        assertThat(follower.awaitReady(LONG)).isTrue();
        assertThat(follower.current().appliedOffset()).isEqualTo(objects.size() - 1);
        assertThat(follower.current().problems()).isEmpty();
        assertThat(follower.current().provider("simulator")).isPresent();

        ConfigObject project = ConfigObjects.of(new Project("search"));
        kafka.send(topic, 0, project.key(), codec.encode(entry(project, 1)));
        await().atMost(LONG).until(() -> follower.current().project("search").isPresent());
        assertThat(heard.getLast()).isSameAs(follower.current());

        kafka.send(topic, 0, project.key(), null);
        await().atMost(LONG).until(() -> follower.current().project("search").isEmpty());
        kafka.send(topic, 0, "provider/simulator", new byte[] {1, 2, 3});
        await().atMost(LONG).until(() -> follower.current().provider("simulator").isEmpty());
        assertThat(follower.current().problems()).containsKey("provider/simulator");
        assertThat(follower.appliedOffset()).isEqualTo(objects.size() + 2L);
      }
    }
  }
}
