package dev.sluice.proofs.stock;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Anthropic's own. */
final class AnthropicLibrary implements Library {
  private final AnthropicClient client;

  AnthropicLibrary(String root, String key, int retries) {
    client =
        AnthropicOkHttpClient.builder()
            .apiKey(key)
            .baseUrl(root)
            .maxRetries(retries)
            .timeout(Duration.ofSeconds(20))
            .build();
  }

  private static MessageCreateParams.Builder request(String model) {
    return MessageCreateParams.builder().model(model).maxTokens(100);
  }

  private static Said said(Message message) {
    return new Said(text(message), message.usage().inputTokens(), message.usage().outputTokens());
  }

  private static String text(Message message) {
    return message.content().stream()
        .flatMap(block -> block.text().stream())
        .map(text -> text.text())
        .collect(Collectors.joining());
  }

  @Override
  public Said chat(String model, String prompt) {
    return said(
        client
            .messages()
            .create(request(model).system("Be short.").addUserMessage(prompt).build()));
  }

  @Override
  public Said stream(String model, String prompt) {
    MessageAccumulator message = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(request(model).addUserMessage(prompt).build())) {
      events.stream().forEach(message::accumulate);
    }
    return said(message.message());
  }

  @Override
  public Said image(String model, String prompt, byte[] png) {
    return said(
        client
            .messages()
            .create(
                request(model)
                    .addUserMessageOfContentBlockParams(
                        List.of(
                            ContentBlockParam.ofImage(
                                Base64ImageSource.builder()
                                    .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                                    .data(Base64.getEncoder().encodeToString(png))
                                    .build()),
                            ContentBlockParam.ofText(
                                TextBlockParam.builder().text(prompt).build())))
                    .build()));
  }

  @Override
  public String structured(String model, String prompt) {
    return client
        .messages()
        .create(request(model).addUserMessage(prompt).outputConfig(City.class).build())
        .content()
        .stream()
        .flatMap(block -> block.text().stream())
        .findFirst()
        .orElseThrow()
        .text()
        .name;
  }

  @Override
  public ToolLoop tools(String model, String prompt) {
    MessageCreateParams.Builder turns =
        request(model)
            .addUserMessage(prompt)
            .addTool(
                Tool.builder()
                    .name(ToolLoop.TOOL)
                    .description("Looks something up.")
                    .inputSchema(
                        Tool.InputSchema.builder()
                            .properties(JsonValue.from(Map.of("text", Map.of("type", "string"))))
                            .build())
                    .build());
    List<String> calls = new ArrayList<>();
    while (true) {
      Message message = client.messages().create(turns.build());
      List<ToolUseBlock> asked =
          message.content().stream().flatMap(block -> block.toolUse().stream()).toList();
      if (asked.isEmpty() || calls.size() >= ToolLoop.MOST) {
        return new ToolLoop(calls, text(message));
      }
      List<ContentBlockParam> results = new ArrayList<>();
      for (ToolUseBlock use : asked) {
        calls.add(use.name());
        results.add(
            ContentBlockParam.ofToolResult(
                ToolResultBlockParam.builder().toolUseId(use.id()).content("It is 42.").build()));
      }
      turns.addMessage(message).addUserMessageOfContentBlockParams(results);
    }
  }

  @Override
  public void leave(String model, String prompt) {
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(request(model).addUserMessage(prompt).build())) {
      Iterator<RawMessageStreamEvent> each = events.stream().iterator();
      while (each.hasNext() && !each.next().isContentBlockDelta()) {
        // up to the first words
      }
    }
  }

  @Override
  public Class<? extends Exception> error(int status) {
    return switch (status) {
      case 400 -> BadRequestException.class;
      case 401 -> UnauthorizedException.class;
      case 404 -> NotFoundException.class;
      case 429 -> RateLimitException.class;
      default -> InternalServerException.class;
    };
  }

  @Override
  public boolean heedsRetryAfter() {
    return true;
  }

  @Override
  public void close() {
    client.close();
  }
}
