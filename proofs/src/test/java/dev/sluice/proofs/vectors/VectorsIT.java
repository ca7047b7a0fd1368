package dev.sluice.proofs.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.schemas.batch.BatchReply;
import dev.sluice.schemas.batch.BatchRequest;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.simulator.SimulatorConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings and rerankings through ingress, router and worker, and what they cost. */
@Tag("broker")
class VectorsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String TEXT = "The quick brown fox jumps over the lazy dog";

  @TempDir static Path folder;
  private static LocalGateway gateway;
  private static OpenAIClient sdk;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() throws InterruptedException {
    gateway = LocalGateway.start(folder, SimulatorConfig.defaults(), VectorsIT::file);
    sdk =
        OpenAIOkHttpClient.builder()
            .apiKey(GatewayFile.KEY)
            .baseUrl(gateway.url())
            .maxRetries(0)
            .timeout(LONG)
            .build();
  }

  private static String file(String simulator) {
    String key = "api_key: \"env:PROOF_PROVIDER_KEY\"";
    return """
    server: { port: 0, admin_port: 0, drain_timeout: 2s }
    kafka: { embedded: true, port: 0, registry_port: 0 }
    simulator: { enabled: false }
    router: { session_timeout: 1250ms }
    providers:
      openai:    { %1$s, base_url: "%2$s/v1" }
      anthropic: { %1$s, base_url: "%2$s" }
      google:    { %1$s, base_url: "%2$s/v1beta" }
      cohere:    { %1$s, base_url: "%2$s/v2" }
    models:
      vectors:
        deployments:
          - { use: anthropic/claude-haiku-4-5 }
          - { use: openai/text-embedding-3-small }
    projects:
      %3$s:
        keys: [ { name: proof, hash: "sha256:%4$s" } ]
        budgets: [ { name: all, limit: 1 USD, cycle: daily } ]
      open: { keys: [ { name: open, hash: "sha256:%5$s" } ] }
    """
        .formatted(
            key,
            simulator,
            GatewayFile.PROJECT,
            VirtualKey.hashOf(GatewayFile.KEY),
            VirtualKey.hashOf(OPEN_KEY));
  }

  private static final String OPEN_KEY = "sk-sluice-open-0123456789abcdefghij";

  @AfterAll
  static void stop() {
    if (gateway != null) {
      sdk.close();
      HTTP.close();
      gateway.close();
    }
  }

  @Test
  void shouldEqualTheBillInEachFormAndByBatch() throws Exception {
    // Given
    var params = EmbeddingCreateParams.builder().model("openai/text-embedding-3-small").input(TEXT);

    // When
    CreateEmbeddingResponse usual = sdk.embeddings().create(params.build());
    CreateEmbeddingResponse floats =
        sdk.embeddings()
            .create(params.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT).build());
    HttpResponse<String> google = embed("google/gemini-embedding-001", TEXT, "");
    HttpResponse<String> cohere =
        embed("cohere/embed-v4.0", TEXT, ",\"encoding_format\":\"base64\"");
    HttpResponse<String> chain = embed("vectors", TEXT, "");
    BatchReply batch = batch("openai/text-embedding-3-small");

    // Then
    List<Float> vector = usual.data().getFirst().embedding();
    assertThat(vector).hasSize(64).isEqualTo(floats.data().getFirst().embedding());
    assertThat(usual.usage().promptTokens()).isPositive().isEqualTo(usual.usage().totalTokens());
    assertThat(google.statusCode()).as(google.body()).isEqualTo(200);
    assertThat(cohere.statusCode()).as(cohere.body()).isEqualTo(200);
    assertThat(JSON.readTree(cohere.body()).at("/data/0/embedding").isTextual()).isTrue();
    assertThat(chain.statusCode()).as(chain.body()).isEqualTo(200);
    assertThat(header(chain, "x-sluice-deployment")).isEqualTo("openai/text-embedding-3-small");
    assertThat(header(chain, "x-sluice-attempts")).isEqualTo("2");
    assertThat(header(google, "x-sluice-cost-usd")).startsWith("0.0000");
    assertThat(header(google, "x-sluice-budget")).isNotEmpty();
    assertThat(batch.getStatus()).as(batch.getBody()).isEqualTo(200);
    JsonNode told = JSON.readTree(batch.getBody());
    assertThat(told.at("/data/0/embedding")).hasSize(64);
    assertThat((float) told.at("/data/0/embedding/0").asDouble()).isEqualTo(vector.getFirst());
    assertThat(batch.getCostNanoUsd()).isPositive();
    assertLedgerIsBill();
  }

  private static void assertLedgerIsBill() throws Exception {
    List<BilledCall> bill =
        new BillReader(gateway.simulatorUrl())
            .read().stream().filter(call -> call.costNanoUsd().orElse(0) > 0).toList();
    assertThat(bill).hasSize(6);
    var topics = new TopicReader(gateway.connection().kafka());
    Topic<LedgerEntry> spend = gateway.connection().topics().spendEntries();
    await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(costs(topics, spend))
                .isEqualTo(
                    bill.stream().map(call -> call.costNanoUsd().orElse(0)).sorted().toList()));
  }

  private static List<Long> costs(TopicReader topics, Topic<LedgerEntry> spend) {
    return topics.all(spend).stream()
        .map(read -> read.value().getCostNanoUsd())
        .filter(cost -> cost != null && cost > 0)
        .sorted()
        .toList();
  }

  @Test
  void shouldRefuseBeforeAnyCallWhatAProviderCannotDo() throws Exception {
    HttpResponse<String> reply = embed("anthropic/claude-haiku-4-5", TEXT, "");

    assertThat(reply.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(reply.body()).path("error");
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("message").asText())
        .contains("anthropic makes no embeddings. Name a model of a provider that makes them.");
  }

  @Test
  void shouldRerankUnpricedAndRefuseItWhereABudgetCounts() throws Exception {
    // Given
    String body =
        """
        {"model":"cohere/rerank-v3.5","query":"ruby language","top_n":2,"return_documents":true,
         "documents":["Paris is in France","Ruby is a language",{"text":"Rails is for ruby"}]}
        """;

    // When
    HttpResponse<String> reply = post("/rerank", OPEN_KEY, body);
    HttpResponse<String> budgeted = post("/rerank", GatewayFile.KEY, body);

    // Then
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    assertThat(header(reply, "x-sluice-cost-usd")).isEqualTo("unpriced");
    JsonNode told = JSON.readTree(reply.body());
    assertThat(told.path("results")).hasSize(2);
    assertThat(told.at("/results/0/index").asInt()).isEqualTo(1);
    assertThat(told.at("/results/0/document/text").asText()).isEqualTo("Ruby is a language");
    assertThat(told.at("/meta/billed_units/search_units").asInt()).isEqualTo(1);
    assertThat(budgeted.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(budgeted.body()).at("/error/code").asText())
        .isEqualTo("model_not_priced");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static HttpResponse<String> embed(String model, String text, String more)
      throws Exception {
    String body = "{\"model\":\"%s\",\"input\":\"%s\"%s}".formatted(model, text, more);
    return post("/embeddings", GatewayFile.KEY, body);
  }

  private static HttpResponse<String> post(String path, String key, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .timeout(LONG)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static BatchReply batch(String model) throws Exception {
    Topic<BatchRequest> topic = gateway.connection().topics().batchRequests(GatewayFile.PROJECT);
    Topic<BatchReply> replies = gateway.connection().topics().batchReplies(GatewayFile.PROJECT);
    Codecs codecs = Codecs.of(gateway.connection().kafka().registryUrl());
    try (KafkaProducer<byte[], byte[]> producer =
        gateway.connection().kafka().producer("author", Map.of())) {
      BatchRequest request =
          BatchRequest.newBuilder()
              .setCustomId("row-1")
              .setDialect("openai-embeddings")
              .setBody("{\"model\":\"%s\",\"input\":[\"%s\"]}".formatted(model, TEXT))
              .build();
      producer.send(new ProducerRecord<>(topic.name(), codecs.of(topic).encode(request))).get();
    }
    var reader = new TopicReader(gateway.connection().kafka());
    return await()
        .atMost(LONG)
        .until(() -> reader.all(replies), read -> !read.isEmpty())
        .getFirst()
        .value();
  }
}
