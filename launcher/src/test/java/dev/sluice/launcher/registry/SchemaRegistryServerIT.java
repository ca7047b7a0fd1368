package dev.sluice.launcher.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.launcher.broker.EmbeddedBroker;
import dev.sluice.launcher.broker.EmbeddedBrokerConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The REST API as its official clients use it, over a real broker. Each test has its own subject.
 */
class SchemaRegistryServerIT {

  private static final String V1 =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";
  private static final String V2 =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
          + "{\"name\":\"count\",\"type\":\"int\",\"default\":0}]}";
  private static final String INCOMPATIBLE =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
          + "{\"name\":\"note\",\"type\":\"string\"}]}";

  @TempDir static Path data;
  private static EmbeddedBroker broker;
  private static SchemaRegistryServer registry;
  private static RegistryClient client;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(EmbeddedBrokerConfig.on(data, 0));
    registry = startRegistry(0);
    client = new RegistryClient(registry.url());
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void shouldRegisterAndReadBack() throws Exception {
    var registered = client.postSchema("/subjects/orders-value/versions", V1);
    int id = registered.body().path("id").asInt();

    assertThat(registered.status()).isEqualTo(200);
    assertThat(registered.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
    JsonNode byId = client.get("/schemas/ids/" + id).body();
    assertThat(byId.path("schema").asText()).isEqualTo(V1);
    JsonNode latest = client.get("/subjects/orders-value/versions/latest").body();
    assertThat(latest.path("subject").asText()).isEqualTo("orders-value");
    assertThat(latest.path("version").asInt()).isEqualTo(1);
    assertThat(latest.path("id").asInt()).isEqualTo(id);
    assertThat(latest.path("schema").asText()).isEqualTo(V1);
    assertThat(client.get("/subjects/orders-value/versions/1/schema").body().path("name").asText())
        .isEqualTo("Order");
    assertThat(client.get("/schemas/ids/" + id + "/schema").body().path("name").asText())
        .isEqualTo("Order");
    assertThat(client.get("/subjects").body().toString()).contains("\"orders-value\"");
  }

  @Test
  void shouldAnswerTheSameIdWhenRegisteredAgainOrElsewhere() throws Exception {
    int id = register("again-value", V1);

    assertThat(register("again-value", V1.replace(",", " , "))).isEqualTo(id);
    assertThat(register("elsewhere/value", V1)).isEqualTo(id);

    assertThat(client.get("/subjects/again-value/versions").body().toString()).isEqualTo("[1]");
    assertThat(client.get("/schemas/ids/" + id + "/subjects").body().toString())
        .contains("again-value", "elsewhere/value");
    assertThat(client.get("/schemas/ids/" + id + "/versions").body().toString())
        .contains("{\"subject\":\"again-value\",\"version\":1}");
  }

  @Test
  void shouldGiveOneIdToEachSchemaWhenRegisteredAtTheSameTime() throws Exception {
    List<CompletableFuture<Integer>> registrations =
        IntStream.range(0, 20)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(() -> {
                  try {
                    return register("racing-" + i % 10, V1.replace("Order", "R" + i % 10));
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }))
            .toList();

    assertThat(registrations.stream().map(CompletableFuture::join).distinct()).hasSize(10);
  }

  @Test
  void shouldLookUpASchema() throws Exception {
    int id = register("looked-value", V1);
    register("looked-value", V2);

    JsonNode found = client.postSchema("/subjects/looked-value", V1).body();

    assertThat(found.path("id").asInt()).isEqualTo(id);
    assertThat(found.path("version").asInt()).isEqualTo(1);
    assertThat(client.postSchema("/subjects/looked-value", INCOMPATIBLE).errorCode())
        .isEqualTo(40403);
    assertThat(client.postSchema("/subjects/nowhere", V1).errorCode()).isEqualTo(40401);
  }

  @Test
  void shouldRefuseAnIncompatibleSchema() throws Exception {
    register("strict-value", V1);

    var refused = client.postSchema("/subjects/strict-value/versions", INCOMPATIBLE);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.errorCode()).isEqualTo(409);
    assertThat(refused.body().path("message").asText())
        .contains("strict-value", "READER_FIELD_MISSING_DEFAULT_VALUE", "note");
    assertThat(client.get("/subjects/strict-value/versions").body().toString()).isEqualTo("[1]");
  }

  @Test
  void shouldCheckCompatibilityWithoutRegistering() throws Exception {
    register("checked-value", V1);
    String path = "/compatibility/subjects/checked-value/versions/latest";

    assertThat(client.postSchema(path, V2).body().toString()).isEqualTo("{\"is_compatible\":true}");
    JsonNode refused = client.postSchema(path + "?verbose=true", INCOMPATIBLE).body();
    assertThat(refused.path("is_compatible").asBoolean()).isFalse();
    assertThat(refused.path("messages")).isNotEmpty();
    assertThat(
            client
                .postSchema("/compatibility/subjects/checked-value/versions", V2)
                .body()
                .path("is_compatible")
                .asBoolean())
        .isTrue();
  }

  @Test
  void shouldFollowTheLevelOfTheSubject() throws Exception {
    register("levelled-value", V1);
    assertThat(client.get("/config").body().path("compatibilityLevel").asText())
        .isEqualTo("FULL_TRANSITIVE");
    assertThat(client.get("/config/levelled-value").errorCode()).isEqualTo(40408);

    assertThat(client.put("/config/levelled-value", "{\"compatibility\":\"NONE\"}").body())
        .hasToString("{\"compatibility\":\"NONE\"}");

    assertThat(client.get("/config/levelled-value").body())
        .hasToString("{\"compatibilityLevel\":\"NONE\"}");
    assertThat(client.postSchema("/subjects/levelled-value/versions", INCOMPATIBLE).status())
        .isEqualTo(200);
    assertThat(client.delete("/config/levelled-value").status()).isEqualTo(200);
    assertThat(client.get("/config/levelled-value?defaultToGlobal=true").body())
        .hasToString("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
  }

  @Test
  void shouldKeepIdsWhenASubjectIsDeleted() throws Exception {
    int id = register("leaving-value", V1);
    register("leaving-value", V2);

    assertThat(client.delete("/subjects/leaving-value/versions/2").body()).hasToString("2");
    assertThat(client.get("/subjects/leaving-value/versions/2").errorCode()).isEqualTo(40402);
    assertThat(client.delete("/subjects/leaving-value/versions/2").errorCode()).isEqualTo(40406);
    assertThat(client.delete("/subjects/leaving-value").body()).hasToString("[1]");
    assertThat(client.get("/subjects/leaving-value/versions").errorCode()).isEqualTo(40401);
    assertThat(client.delete("/subjects/leaving-value").errorCode()).isEqualTo(40404);
    assertThat(client.get("/schemas/ids/" + id).status()).isEqualTo(200);
    assertThat(client.get("/subjects/leaving-value/versions?deleted=true").body())
        .hasToString("[1,2]");
    assertThat(client.delete("/subjects/leaving-value?permanent=true").status()).isEqualTo(422);

    assertThat(register("leaving-value", V1)).isEqualTo(id);
    assertThat(client.get("/subjects/leaving-value/versions").body()).hasToString("[3]");
  }

  @ParameterizedTest
  @CsvSource({
    "/subjects/absent/versions, 404, 40401",
    "/subjects/absent/versions/1, 404, 40401",
    "/subjects/absent/versions/zero, 422, 42202",
    "/schemas/ids/99999, 404, 40403",
    "/schemas/ids/x, 404, 40403",
    "/mode/absent, 404, 40409",
    "/nothing, 404, 404",
    "/subjects/absent, 405, 405"
  })
  void shouldSayWhyThereIsNoAnswer(String path, int status, int code) throws Exception {
    var refused = client.get(path);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.errorCode()).isEqualTo(code);
    assertThat(refused.body().path("message").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"schema\":\"{\"}|422|42201",
        "{\"schema\":\"{\\\"type\\\":\\\"unheard\\\"}\"}|422|42201",
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\",\\\"fields\\\":"
            + "[{\\\"name\\\":\\\"b\\\",\\\"type\\\":\\\"Missing\\\"}]}\"}|422|42201",
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\",\\\"fields\\\":"
            + "[{\\\"name\\\":\\\"b\\\",\\\"type\\\":\\\"int\\\",\\\"default\\\":\\\"x\\\"}]}\"}"
            + "|422|42201",
        "{}|422|42201",
        "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}|422|42201",
        "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"a\"}]}|422|42201",
        "{\"schema\":\"\\\"int\\\"\",\"id\":12}|422|42205",
        "{|400|400",
        "[]|400|400"
      })
  void shouldRefuseWhatIsNotASchema(String body, int status, int code) throws Exception {
    var refused = client.post("/subjects/refused-value/versions", body);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.errorCode()).isEqualTo(code);
    assertThat(client.get("/subjects/refused-value/versions").status()).isEqualTo(404);
  }

  @Test
  void shouldRefuseALevelThatDoesNotExist() throws Exception {
    assertThat(client.put("/config", "{\"compatibility\":\"SOMETIMES\"}").errorCode())
        .isEqualTo(42203);
  }

  @Test
  void shouldAnswerWhatClientsAskFirst() throws Exception {
    assertThat(client.get("/").status()).isEqualTo(200);
    assertThat(client.get("/schemas/types").body()).hasToString("[\"AVRO\"]");
    assertThat(client.get("/mode").body()).hasToString("{\"mode\":\"READWRITE\"}");
  }

  @Test
  void shouldRefuseABodyThatIsTooLarge() throws Exception {
    assertThat(client.post("/subjects/large/versions", "x".repeat(5 * 1024 * 1024)).status())
        .isEqualTo(413);
  }

  @Test
  void shouldKnowEverythingAgainWhenStartedAgain() throws Exception {
    int id = register("durable-value", V1);
    register("durable-value", V2);
    client.put("/config/durable-value", "{\"compatibility\":\"FORWARD\"}");

    try (var again = startRegistry(0)) {
      var other = new RegistryClient(again.url());

      assertThat(other.get("/subjects/durable-value/versions").body()).hasToString("[1,2]");
      assertThat(other.get("/config/durable-value").body())
          .hasToString("{\"compatibilityLevel\":\"FORWARD\"}");
      assertThat(other.postSchema("/subjects/durable-value", V1).body().path("id").asInt())
          .isEqualTo(id);
    }
  }

  @Test
  void shouldNameThePortWhenItIsInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> startRegistry(port).close())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("kafka.registry_port");
    }
  }

  private static SchemaRegistryServer startRegistry(int port) {
    return SchemaRegistryServer.start(
        new RegistryConfig(
            broker.bootstrapServers(),
            "127.0.0.1",
            port,
            Map.of(),
            CompatibilityLevel.FULL_TRANSITIVE));
  }

  private static int register(String subject, String schema) throws Exception {
    var reply = client.postSchema("/subjects/" + subject.replace("/", "%2F") + "/versions", schema);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    return reply.body().path("id").asInt();
  }
}
