package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.KeyTerms;
import dev.sluice.schemas.control.ConfigCommand;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a virtual key is for, and what goes with its requests. */
class KeyTermsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningIngress ingress = new RunningIngress();

  @BeforeEach
  void answer() {
    ingress.pipeline.responder =
        request ->
            ingress.pipeline.send(
                ingress.pipeline.whole(request.getEnvelope().getRequestId(), 1, "hi", 0));
  }

  @AfterEach
  void stop() {
    ingress.close();
  }

  @Test
  void shouldServeOnlyTheModelsOfTheKey() throws Exception {
    ingress.config = TestConfig.with(models("simulator/e*"));

    HttpResponse<String> allowed = send(ingress.chat(chat("simulator/echo")).build());
    HttpResponse<String> refused = send(ingress.chat(chat("assistant")).build());

    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(refused.statusCode()).isEqualTo(403);
    JsonNode error = JSON.readTree(refused.body()).get("error");
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.get("code").asText()).isEqualTo("model_not_allowed");
    assertThat(error.get("param").asText()).isEqualTo("model");
    assertThat(error.get("message").asText()).contains("`assistant`", "for simulator/e*.");
    assertThat(ingress.pipeline.published).hasSize(1);
  }

  @Test
  void shouldNotTellWhatExistsBesideTheModelsOfTheKey() throws Exception {
    ingress.config = TestConfig.with(models("asist*"));

    HttpResponse<String> misspelt = send(ingress.chat(chat("asistant")).build());
    HttpResponse<String> unknown = send(ingress.chat(chat("nothing-like-it")).build());

    assertThat(misspelt.statusCode()).isEqualTo(404);
    assertThat(misspelt.body()).doesNotContain("Did you mean", "assistant?");
    assertThat(unknown.statusCode()).isEqualTo(403);
  }

  @Test
  void shouldListOnlyTheModelsOfTheKey() throws Exception {
    String other = "sk-sluice-other-0123456789";
    ingress.config =
        TestConfig.with(models("assist*"))
            .with(TestConfig.entry(TestConfig.key(other, models("simulator/*"))), 100);

    assertThat(ids(ingress.request("/v1/models").build())).containsExactly("assistant");
    assertThat(
            ids(
                ingress
                    .request("/v1/models")
                    .setHeader("authorization", "Bearer " + other)
                    .build()))
        .doesNotContain("assistant");
    ingress.config = TestConfig.with(models("assistant-2"));
    assertThat(ids(ingress.request("/v1/models").build())).isEmpty();
    ingress.config = TestConfig.simple();
    assertThat(ids(ingress.request("/v1/models").build())).contains("assistant");
  }

  @Test
  void shouldTellOfASingleModelOnlyWhereTheKeyIsForIt() throws Exception {
    ingress.config = TestConfig.with(models("assistant"));

    assertThat(send(ingress.request("/v1/models/assistant").build()).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = send(ingress.request("/v1/models/simulator/echo").build());

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("model_not_allowed", "`simulator/echo`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/models", "/v1/models/assistant"})
  void shouldRefuseAKeyThatIsNotForTheAddress(String path) throws Exception {
    ingress.config = TestConfig.with(networks("10.0.0.0/8"));
    HttpRequest.Builder call =
        path.endsWith("completions") ? ingress.chat(chat("assistant")) : ingress.request(path);

    HttpResponse<String> refused = send(call.header("x-forwarded-for", "10.0.0.1").build());

    assertThat(refused.statusCode()).isEqualTo(403);
    JsonNode error = JSON.readTree(refused.body()).get("error");
    assertThat(error.get("code").asText()).isEqualTo("address_not_allowed");
    assertThat(error.get("message").asText()).contains("127.0.0.1").doesNotContain("10.0.0");
    assertThat(ingress.pipeline.published).isEmpty();
  }

  @Test
  void shouldServeAKeyThatIsForTheAddressWhateverAProxySays() throws Exception {
    ingress.config = TestConfig.with(networks("127.0.0.0/8"));

    HttpResponse<String> response =
        send(ingress.chat(chat("assistant")).header("x-forwarded-for", "10.0.0.1").build());

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void shouldPublishTheTagsOfTheKeyTheHeadersAndTheMetadata() throws Exception {
    ingress.config =
        TestConfig.with(
            new KeyTerms(List.of(), List.of(), "", List.of("cost-centre:7", "b"), Allowances.NONE));

    HttpResponse<String> response =
        send(
            ingress
                .chat(
                    RunningIngress.body(
                        false, ",\"metadata\":{\"feature\":\"search\",\"team\":\"core\"}"))
                .header("x-sluice-tags", "b,a")
                .header("x-sluice-tags", "z")
                .build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(ingress.pipeline.next().getEnvelope().getTags())
        .containsExactly("a", "b", "cost-centre:7", "feature:search", "team:core", "z");
  }

  @Test
  void shouldNameMetadataThatCanBeNoTag() throws Exception {
    HttpResponse<String> response =
        send(
            ingress
                .chat(RunningIngress.body(false, ",\"metadata\":{\"feature\":\"my feature\"}"))
                .build());

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(response.body()).get("error");
    assertThat(error.get("param").asText()).isEqualTo("metadata.feature");
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    assertThat(ingress.pipeline.published).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-sluice-project", "x-sluice-account"})
  void shouldRefuseToBeToldTheProject(String header) throws Exception {
    HttpResponse<String> chat = send(ingress.chat(chat("assistant")).header(header, "hr").build());
    HttpResponse<String> list = send(ingress.request("/v1/models").header(header, "hr").build());

    assertThat(chat.statusCode()).isEqualTo(400);
    assertThat(list.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(chat.body()).get("error");
    assertThat(error.get("param").asText()).isEqualTo(header);
    assertThat(error.get("message").asText())
        .contains(header, "the project follows from the virtual key");
    assertThat(ingress.pipeline.published).isEmpty();
    assertThat(ingress.refused)
        .hasSize(2)
        .allSatisfy(entry -> {
          assertThat(entry.getKind()).isEqualTo("request");
          assertThat(entry.getActor()).isEqualTo("key/" + TestConfig.KEY_ID);
          assertThat(entry.getRefusal())
              .isEqualTo(header + ": the key alone says whose a request is");
        });
    assertThat(ingress.refused.getFirst().getName())
        .isEqualTo(chat.headers().firstValue("x-request-id").orElseThrow());
  }

  @Test
  void shouldWriteDownWhoForgesWhatItIsCountedFor() throws Exception {
    send(
        ingress.chat(chat("assistant")).header("x-sluice-tags", "team:" + "x".repeat(500)).build());
    send(ingress.chat(chat("assistant")).header("x-sluice-user", "u".repeat(300)).build());
    send(ingress.chat(RunningIngress.body(false, ",\"user\":\"" + "u".repeat(500) + '"')).build());
    send(ingress.chat(RunningIngress.body(false, ",\"temperature\":\"warm\"")).build());

    assertThat(ingress.refused)
        .extracting(ConfigCommand::getRefusal)
        .satisfiesExactly(
            tags -> assertThat(tags).startsWith("x-sluice-tags: "),
            user -> assertThat(user).startsWith("x-sluice-user: "),
            body -> assertThat(body).startsWith("Invalid 'user': "));
  }

  private static KeyTerms models(String... patterns) {
    return new KeyTerms(List.of(patterns), List.of(), "", List.of(), Allowances.NONE);
  }

  private static KeyTerms networks(String... networks) {
    return new KeyTerms(List.of(), List.of(networks), "", List.of(), Allowances.NONE);
  }

  private static String chat(String model) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
        .formatted(model);
  }

  private List<String> ids(HttpRequest request) throws IOException, InterruptedException {
    return JSON.readTree(send(request).body()).get("data").findValuesAsText("id");
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return ingress.client.send(request, BodyHandlers.ofString());
  }
}
