package dev.sluice.proofs.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a caller with Anthropic's official SDK does. */
final class AnthropicCalls implements AutoCloseable {
  private static final String TOOL = "look_up";

  private final AnthropicClient client;

  /**
   * @param baseUrl of the gateway, without {@code /v1}
   */
  AnthropicCalls(String baseUrl, String key) {
    client =
        AnthropicOkHttpClient.builder()
            .apiKey(key)
            .baseUrl(baseUrl)
            .maxRetries(0)
            .timeout(Duration.ofSeconds(20))
            .build();
  }

  /** A call as Sluice names it, and what it cost, empty where that is not known yet. */
  record Done(String requestId, String costUsd) {}

  /** One message and its answer. */
  Done ask(String model) {
    try (HttpResponseFor<Message> response =
        client.messages().withRawResponse().create(request(model, "[[sim out=12]]").build())) {
      Message message = response.parse();
      assertThat(message.content().getFirst().asText().text()).isNotBlank();
      assertThat(message.stopReason()).contains(StopReason.END_TURN);
      assertThat(message.usage().outputTokens()).isEqualTo(12);
      return new Done(
          response.requestId().orElseThrow(),
          response.headers().values("x-sluice-cost-usd").getFirst());
    }
  }

  /** The same as a stream. */
  Done stream(String model) {
    MessageAccumulator message = MessageAccumulator.create();
    try (HttpResponseFor<StreamResponse<RawMessageStreamEvent>> response =
        client
            .messages()
            .withRawResponse()
            .createStreaming(request(model, "[[sim out=12]]").build())) {
      response.parse().stream().forEach(message::accumulate);
      assertThat(message.message().content().getFirst().asText().text()).isNotBlank();
      assertThat(message.message().usage().outputTokens()).isEqualTo(12);
      return new Done(response.requestId().orElseThrow(), "");
    }
  }

  /** The model asks for a tool, gets its result, and answers. */
  void useATool(String model) {
    MessageCreateParams.Builder conversation =
        request(model, "[[sim out=12 tool=look_up]]")
            .addTool(
                Tool.builder()
                    .name(TOOL)
                    .description("Looks something up.")
                    .inputSchema(
                        Tool.InputSchema.builder()
                            .properties(JsonValue.from(Map.of("q", Map.of("type", "string"))))
                            .build())
                    .build());
    Message asked = client.messages().create(conversation.build());
    assertThat(asked.stopReason()).contains(StopReason.TOOL_USE);
    ToolUseBlock use =
        asked.content().stream()
            .flatMap(block -> block.toolUse().stream())
            .findFirst()
            .orElseThrow();
    assertThat(use.name()).isEqualTo(TOOL);
    assertThat(use.id()).isNotBlank();

    Message answered =
        client
            .messages()
            .create(
                conversation
                    .addMessage(asked)
                    .addUserMessageOfContentBlockParams(
                        List.of(
                            ContentBlockParam.ofToolResult(
                                ToolResultBlockParam.builder()
                                    .toolUseId(use.id())
                                    .content("It is 42.")
                                    .build())))
                    .build());

    assertThat(answered.stopReason()).contains(StopReason.END_TURN);
    assertThat(answered.content().getFirst().asText().text()).isNotBlank();
  }

  private static MessageCreateParams.Builder request(String model, String directives) {
    return MessageCreateParams.builder()
        .model(model)
        .maxTokens(60)
        .addUserMessage("Say this is a test " + directives);
  }

  @Override
  public void close() {
    client.close();
  }
}
