package dev.sluice.proofs.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.bill.Reconciliation;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.dialect.bedrock.SignatureCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Callers of OpenAI's and Anthropic's dialect over a deployment on Bedrock whose calls are signed;
 * what they cost is in the ledger as it is on the bill.
 */
@Tag("broker")
class BedrockIT {
  private static final String MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
  private static final String SIGNED = "bedrock/" + MODEL;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir static Path folder;
  private static LocalGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    Path id = Files.writeString(folder.resolve("id"), SignatureCheck.ACCESS_KEY_ID);
    Path key = Files.writeString(folder.resolve("key"), SignatureCheck.SECRET_ACCESS_KEY);
    Path other = Files.writeString(folder.resolve("other"), "another-secret-access-key-000000");
    String signed = "region: eu-central-1, access_key_id: \"file:%s\", secret_access_key:";
    gateway =
        LocalGateway.start(
            folder.resolve("data"),
            SimulatorConfig.defaults(),
            url ->
                """
                server: { port: 0, admin_port: 0, drain_timeout: 2s }
                kafka: { embedded: true, port: 0, registry_port: 0 }
                simulator: { enabled: false }
                router: { session_timeout: 1250ms }
                providers:
                  bedrock:  { base_url: "%s", %s "file:%s" }
                  by-key:   { like: bedrock, base_url: "%s", api_key: env:PROOF_PROVIDER_KEY, price: { input: 3.3, output: 16.5 } }
                  mistaken: { like: bedrock, base_url: "%s", %s "file:%s", price: { input: 1, output: 1 } }
                projects:
                  %s: { keys: [ { name: proof, hash: "sha256:%s" } ] }
                """
                    .formatted(
                        url,
                        signed.formatted(id),
                        key,
                        url,
                        url,
                        signed.formatted(id),
                        other,
                        GatewayFile.PROJECT,
                        VirtualKey.hashOf(GatewayFile.KEY)));
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  private static HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .timeout(Duration.ofSeconds(20))
            .header("authorization", "Bearer " + GatewayFile.KEY)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> chat(String model, String text, String more)
      throws IOException, InterruptedException {
    return post(
        "/chat/completions",
        "{\"model\":\"%s\",\"max_tokens\":60,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
            .formatted(model, text, more));
  }

  private static HttpResponse<String> message(String text, String more)
      throws IOException, InterruptedException {
    return post(
        "/messages",
        "{\"model\":\"%s\",\"max_tokens\":60,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
            .formatted(SIGNED, text, more));
  }

  private static List<JsonNode> events(HttpResponse<String> response) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : response.body().lines().toList()) {
      if (line.startsWith("data: {")) {
        events.add(JSON.readTree(line.substring(6)));
      }
    }
    return events;
  }

  private static String joined(List<JsonNode> events, String pointer) {
    var joined = new StringBuilder();
    events.forEach(event -> joined.append(event.at(pointer).asText("")));
    return joined.toString();
  }

  @ParameterizedTest
  @CsvSource({"bedrock", "by-key"})
  void shouldAnswerACallerOfOpenAi(String provider) throws Exception {
    // Given
    String model = provider + "/" + MODEL;
    String tool =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"clock\"}}],"
            + "\"tool_choice\":\"required\"";
    String streamed = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";

    // When
    var plain = chat(model, "hi [[sim out=12]]", "");
    var called = chat(model, "hi [[sim out=2]]", tool);
    var stream = chat(model, "hi [[sim out=12 reasoning=3]]", streamed);

    // Then
    JsonNode reply = JSON.readTree(plain.body());
    assertThat(reply.at("/choices/0/message/content").asText().split(" ")).hasSize(12);
    assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(12);
    JsonNode call = JSON.readTree(called.body()).at("/choices/0/message/tool_calls/0");
    assertThat(call.at("/function/name").asText()).isEqualTo("clock");
    assertThat(JSON.readTree(call.at("/function/arguments").asText()).isObject()).isTrue();
    List<JsonNode> chunks = events(stream);
    assertThat(joined(chunks, "/choices/0/delta/content").split(" ")).hasSize(12);
    assertThat(joined(chunks, "/choices/0/delta/reasoning_content").split(" ")).hasSize(3);
    assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(15);
    assertEntered(plain, called, stream);
  }

  @Test
  void shouldAnswerACallerOfAnthropic() throws Exception {
    // Given
    String tools = ",\"tools\":[{\"name\":\"clock\",\"input_schema\":{\"type\":\"object\"}}]";

    // When
    var plain = message("hi [[sim out=12]]", "");
    var called = message("hi [[sim out=2 tool=clock]]", tools + ",\"stream\":true");
    JsonNode start = find(events(called), "/content_block/type", "tool_use");
    String input = joined(events(called), "/delta/partial_json");
    String turns =
        "{\"model\":\"%s\",\"max_tokens\":60%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":%s,"
            + "\"name\":\"clock\",\"input\":%s}]},{\"role\":\"user\",\"content\":"
            + "[{\"type\":\"tool_result\",\"tool_use_id\":%s,\"content\":\"noon\"}]}]}";
    JsonNode id = start.at("/content_block/id");
    var answered = post("/messages", turns.formatted(SIGNED, tools, id, input, id));
    var stream = message("hi [[sim out=12]]", ",\"stream\":true");

    // Then
    JsonNode reply = JSON.readTree(plain.body());
    assertThat(reply.at("/content/0/text").asText().split(" ")).hasSize(12);
    assertThat(reply.at("/usage/output_tokens").asInt()).isEqualTo(12);
    assertThat(JSON.readTree(answered.body()).path("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(joined(events(stream), "/delta/text").split(" ")).hasSize(12);
    assertThat(find(events(stream), "/type", "message_delta").at("/usage/output_tokens").asInt())
        .isEqualTo(12);
    assertEntered(plain, called, answered, stream);
  }

  @Test
  void shouldTellOfASignatureThatIsRefused() throws Exception {
    // When
    var refused = chat("mistaken/" + MODEL, "hi", "");

    // Then
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(JSON.readTree(refused.body()).at("/error/code").asText())
        .isEqualTo("provider_authentication");
    assertThat(refused.body()).doesNotContain(SignatureCheck.ACCESS_KEY_ID);
  }

  @ParameterizedTest
  @CsvSource({
    "stream_error,The model ended its stream with an error.",
    "malformed,the checksum of a message is wrong"
  })
  void shouldEndAStreamThatBreaksWithWhatIsWrong(String fault, String why) throws Exception {
    // When
    var broken = chat(SIGNED, "hi [[sim out=12 fault=" + fault + " after=3]]", ",\"stream\":true");

    // Then
    List<JsonNode> chunks = events(broken);
    assertThat(joined(chunks, "/choices/0/delta/content")).isNotBlank();
    assertThat(chunks.getLast().at("/error/code").asText()).isEqualTo("stream_broken");
    assertThat(chunks.getLast().at("/error/message").asText()).contains(why);
  }

  private static JsonNode find(List<JsonNode> events, String pointer, String value) {
    return events.stream()
        .filter(event -> event.at(pointer).asText().equals(value))
        .findFirst()
        .orElseThrow();
  }

  @SafeVarargs
  private static void assertEntered(HttpResponse<String>... responses) {
    List<String> ids = new ArrayList<>();
    for (HttpResponse<String> response : responses) {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      ids.add(response.headers().firstValue("x-request-id").orElseThrow());
    }
    TopicReader topics = new TopicReader(gateway.connection().kafka());
    List<LedgerEntry> entries =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    topics.all(gateway.connection().topics().spendEntries()).stream()
                        .map(TopicReader.Read::value)
                        .filter(entry -> ids.contains(entry.getRequestId()))
                        .toList(),
                found -> found.size() >= ids.size());
    List<BilledCall> billed =
        await()
            .atMost(Duration.ofSeconds(10))
            .until(
                () ->
                    new BillReader(gateway.simulatorUrl())
                        .read().stream()
                            .filter(call -> ids.stream().anyMatch(call.attemptId()::startsWith))
                            .toList(),
                found -> found.size() >= ids.size());
    Reconciliation found = Reconciliation.of(billed, entries);
    assertThat(found.problems()).isEmpty();
    assertThat(found.exact()).isEqualTo(ids.size());
    assertThat(found.ledgerNanoUsd()).isPositive().isEqualTo(found.billedNanoUsd());
  }
}
