package dev.sluice.proofs.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.sluice.cost.CostRole;
import dev.sluice.observability.ObservabilityRole;
import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.bill.Reconciliation;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.proofs.overrun.OverrunRun;
import dev.sluice.router.RouterRole;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.topic.InternalTopic;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.simulator.SimulatorConfig;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One call and one stream with the official SDK, through every topic, held against the bill. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PipelineSuite {
  private Broker broker;
  private LocalGateway gateway;
  private OpenAIClient client;

  /** Starts the Kafka that the cases run on. */
  protected abstract Broker broker();

  @BeforeAll
  void start(@TempDir Path folder) throws InterruptedException {
    broker = broker();
    gateway =
        LocalGateway.start(
            folder,
            SimulatorConfig.defaults(),
            url ->
                new GatewayFile(
                        url, broker.section(), "{ port: 0, admin_port: 0, drain_timeout: 2s }")
                    .text());
    client = client(GatewayFile.KEY);
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      client.close();
      gateway.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder()
        .apiKey(key)
        .baseUrl(gateway.url())
        .maxRetries(0)
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private static ChatCompletionCreateParams.Builder request(String model) {
    return ChatCompletionCreateParams.builder()
        .model(model)
        .addUserMessage("Say this is a test [[sim out=12]]")
        .maxCompletionTokens(40);
  }

  @Test
  protected void shouldAnswerThroughEveryTopicAndEnterWhatTheProviderBilled() {
    // When
    try (HttpResponseFor<ChatCompletion> response =
        client
            .chat()
            .completions()
            .withRawResponse()
            .create(request("openai/gpt-4o-mini").build())) {
      ChatCompletion reply = response.parse();

      // Then
      assertThat(reply.choices().getFirst().message().content()).isPresent();
      assertThat(reply.usage().orElseThrow().completionTokens()).isEqualTo(12);
      assertThat(response.headers().values("x-sluice-deployment"))
          .containsExactly("openai/gpt-4o-mini");
      assertEntered(
          response.headers().values("x-request-id").getFirst(),
          response.headers().values("x-sluice-cost-usd").getFirst());
    }
  }

  @Test
  protected void shouldHaveMadeEveryTopicThatKafkaStreamsKeepsForItself() throws Exception {
    // Given
    Topics topics = gateway.connection().topics();
    Set<String> expected =
        Stream.of(
                RouterRole.internalTopics(topics),
                CostRole.internalTopics(topics),
                ObservabilityRole.internalTopics(topics))
            .flatMap(List::stream)
            .map(InternalTopic::name)
            .collect(Collectors.toSet());

    // When
    try (Admin admin = gateway.connection().kafka().admin("pipeline-suite")) {
      Set<String> internal =
          admin.listTopics().names().get().stream()
              .filter(name -> name.endsWith("-changelog") || name.endsWith("-repartition"))
              .collect(Collectors.toSet());

      // Then
      assertThat(internal).isEqualTo(expected);
    }
  }

  @Test
  protected void shouldStreamThroughEveryTopicAndEndWithTheUsage() {
    // When
    ChatCompletionCreateParams params =
        request(GatewayFile.CHAIN)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    List<ChatCompletionChunk> chunks;
    String requestId;
    try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
        client.chat().completions().withRawResponse().createStreaming(params)) {
      requestId = response.headers().values("x-request-id").getFirst();
      chunks = response.parse().stream().toList();
    }

    // Then
    String text =
        chunks.stream()
            .flatMap(chunk -> chunk.choices().stream())
            .flatMap(choice -> choice.delta().content().stream())
            .collect(Collectors.joining());
    assertThat(text).isNotBlank();
    ChatCompletionChunk last = chunks.getLast();
    assertThat(last.choices()).isEmpty();
    assertThat(last.usage().orElseThrow().completionTokens()).isEqualTo(12);
    assertThat(last.usage().orElseThrow()._additionalProperties()).containsKey("sluice");
    assertEntered(requestId, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai/gpt-4o-mini", "anthropic/claude-haiku-4-5"})
  protected void shouldServeCallersOfAnthropicsDialectWhoeverProvides(String model) {
    try (AnthropicCalls calls =
        new AnthropicCalls(gateway.url().replaceAll("/v1$", ""), GatewayFile.KEY)) {
      AnthropicCalls.Done whole = calls.ask(model);
      assertEntered(whole.requestId(), whole.costUsd());
      assertEntered(calls.stream(model).requestId(), "");
      calls.useATool(model);
    }
  }

  @Test
  protected void shouldRefuseAWrongKeyAndAnUnknownModelAsTheSdkExpects() {
    OpenAIClient stranger = client("sk-sluice-unknown");
    assertThatThrownBy(
            () -> stranger.chat().completions().create(request("openai/gpt-4o-mini").build()))
        .isInstanceOf(UnauthorizedException.class);
    stranger.close();
    assertThatThrownBy(() -> client.chat().completions().create(request("assistent").build()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("assistant");
  }

  @Test
  protected void shouldChargeWhatAProviderGivesBeyondItsLimitAsDebt() throws Exception {
    // When
    OverrunRun.Found found =
        OverrunRun.on(
            gateway.connection(),
            gateway.url(),
            gateway.simulatorUrl(),
            8,
            Optional.empty(),
            System.out::println);

    // Then
    assertThat(found.failures()).isEmpty();
  }

  private void assertEntered(String requestId, String costUsd) {
    TopicReader topics = new TopicReader(gateway.connection().kafka());
    List<LedgerEntry> entries =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    topics.all(gateway.connection().topics().spendEntries()).stream()
                        .map(TopicReader.Read::value)
                        .filter(entry -> entry.getRequestId().equals(requestId))
                        .toList(),
                found -> !found.isEmpty());
    List<BilledCall> billed =
        await()
            .atMost(Duration.ofSeconds(10))
            .until(
                () ->
                    new BillReader(gateway.simulatorUrl())
                        .read().stream()
                            .filter(call -> call.attemptId().startsWith(requestId))
                            .toList(),
                found -> !found.isEmpty());
    Reconciliation found = Reconciliation.of(billed, entries);
    assertThat(found.problems()).isEmpty();
    assertThat(found.exact()).isEqualTo(1);
    assertThat(found.ledgerNanoUsd()).isPositive().isEqualTo(found.billedNanoUsd());
    if (!costUsd.isEmpty()) {
      assertThat(new BigDecimal(costUsd).movePointRight(9).longValueExact())
          .isEqualTo(found.billedNanoUsd());
    }
  }
}
