package dev.sluice.ingress.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static JsonNode document() throws IOException {
    try (InputStream in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static AdminRoutes routes() {
    KafkaSettings kafka = new KafkaSettings("127.0.0.1:1", "mock://open-api", Map.of());
    Topics topics = new Topics("sluice.", TopicSizing.embedded(1_000_000));
    Codecs codecs = Codecs.of(kafka.registryUrl());
    ObjectView view = new ObjectView();
    AuditTail audit =
        new AuditTail(kafka, topics.audit().name(), codecs.of(topics.audit()), "audit");
    CommandLog log = new CommandLog(kafka, topics, codecs, "i", audit, view);
    Changes changes = new Changes(log, view, GatewayConfig::empty, InstantSource.system());
    return new AdminRoutes(
        new ObjectsResource(view, changes),
        new KeysResource(changes, InstantSource.system()),
        new AllowancesResource(changes),
        new StateResource(log),
        new SpendResource(kafka, topics, codecs, "i"),
        new CorrectionsResource(
            new CorrectionLog(kafka, topics, codecs, "i"), InstantSource.system()));
  }

  @Test
  void shouldDescribeTheRoutesThatThereAre() throws IOException {
    Set<String> described = new TreeSet<>();
    document()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    described.removeIf(line -> !line.contains(AdminRoutes.ROOT));

    assertThat(described)
        .isEqualTo(
            routes().all().stream()
                .map(route -> route.method() + " " + route.path())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void shouldReferToWhatIsThere() throws IOException {
    JsonNode document = document();

    for (JsonNode reference : document.findValues("$ref")) {
      String pointer = reference.asText().substring(1);
      assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
    }
  }

  @Test
  void shouldNameEachOperationOnce() throws IOException {
    assertThat(document().findValuesAsText("operationId")).doesNotHaveDuplicates().isNotEmpty();
  }
}
