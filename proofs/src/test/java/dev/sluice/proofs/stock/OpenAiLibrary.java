package dev.sluice.proofs.stock;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** OpenAI's own, over chat completions. */
final class OpenAiLibrary implements Library {
  private final OpenAIClient client;

  OpenAiLibrary(String root, String key, int retries) {
    client = client(root, key, retries);
  }

  static OpenAIClient client(String root, String key, int retries) {
    return OpenAIOkHttpClient.builder()
        .apiKey(key)
        .baseUrl(root + "/v1")
        .maxRetries(retries)
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  private static ChatCompletionCreateParams.Builder request(String model) {
    return ChatCompletionCreateParams.builder().model(model).maxCompletionTokens(100);
  }

  private Said said(ChatCompletionCreateParams params) {
    ChatCompletion reply = client.chat().completions().create(params);
    return new Said(
        reply.choices().getFirst().message().content().orElseThrow(),
        reply.usage().orElseThrow().promptTokens(),
        reply.usage().orElseThrow().completionTokens());
  }

  @Override
  public Said chat(String model, String prompt) {
    return said(request(model).addSystemMessage("Be short.").addUserMessage(prompt).build());
  }

  @Override
  public Said stream(String model, String prompt) {
    ChatCompletionCreateParams params =
        request(model)
            .addUserMessage(prompt)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    var text = new StringBuilder();
    long[] tokens = {-1, -1};
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(params)) {
      chunks.stream()
          .forEach(chunk -> {
            chunk.choices().forEach(choice -> choice.delta().content().ifPresent(text::append));
            chunk
                .usage()
                .ifPresent(usage -> {
                  tokens[0] = usage.promptTokens();
                  tokens[1] = usage.completionTokens();
                });
          });
    }
    return new Said(text.toString(), tokens[0], tokens[1]);
  }

  @Override
  public Said image(String model, String prompt, byte[] png) {
    String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    return said(
        request(model)
            .addUserMessageOfArrayOfContentParts(
                List.of(
                    ChatCompletionContentPart.ofText(
                        ChatCompletionContentPartText.builder().text(prompt).build()),
                    ChatCompletionContentPart.ofImageUrl(
                        ChatCompletionContentPartImage.builder()
                            .imageUrl(
                                ChatCompletionContentPartImage.ImageUrl.builder().url(url).build())
                            .build())))
            .build());
  }

  @Override
  public String structured(String model, String prompt) {
    return client
        .chat()
        .completions()
        .create(request(model).addUserMessage(prompt).responseFormat(City.class).build())
        .choices()
        .getFirst()
        .message()
        .content()
        .orElseThrow()
        .name;
  }

  @Override
  public ToolLoop tools(String model, String prompt) {
    ChatCompletionCreateParams.Builder turns =
        request(model)
            .addUserMessage(prompt)
            .addFunctionTool(
                FunctionDefinition.builder()
                    .name(ToolLoop.TOOL)
                    .description("Looks something up.")
                    .parameters(
                        FunctionParameters.builder()
                            .putAdditionalProperty("type", JsonValue.from("object"))
                            .putAdditionalProperty(
                                "properties",
                                JsonValue.from(Map.of("text", Map.of("type", "string"))))
                            .build())
                    .build());
    List<String> calls = new ArrayList<>();
    while (true) {
      ChatCompletionMessage message =
          client.chat().completions().create(turns.build()).choices().getFirst().message();
      List<ChatCompletionMessageToolCall> asked = message.toolCalls().orElse(List.of());
      if (asked.isEmpty() || calls.size() >= ToolLoop.MOST) {
        return new ToolLoop(calls, message.content().orElse(""));
      }
      turns.addMessage(message);
      for (ChatCompletionMessageToolCall call : asked) {
        calls.add(call.asFunction().function().name());
        turns.addMessage(
            ChatCompletionToolMessageParam.builder()
                .toolCallId(call.asFunction().id())
                .content("It is 42.")
                .build());
      }
    }
  }

  @Override
  public void leave(String model, String prompt) {
    try (StreamResponse<ChatCompletionChunk> chunks =
        client
            .chat()
            .completions()
            .createStreaming(request(model).addUserMessage(prompt).build())) {
      Iterator<ChatCompletionChunk> each = chunks.stream().iterator();
      each.next();
      each.next();
    }
  }

  /** The dimensions of the vector of a text. */
  int vector(String model) {
    return client
        .embeddings()
        .create(EmbeddingCreateParams.builder().model(model).input("A text").build())
        .data()
        .getFirst()
        .embedding()
        .size();
  }

  @Override
  public Class<? extends Exception> error(int status) {
    return errorType(status);
  }

  static Class<? extends Exception> errorType(int status) {
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
