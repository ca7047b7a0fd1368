package dev.sluice.proofs.stock;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** LangChain4j over one of its modules. */
final class LangChainLibrary implements Library {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Pattern NAME = Pattern.compile("\"name\":\\s*\"([^\"]*)\"");

  private final Function<String, ChatModel> models;
  private final Function<String, StreamingChatModel> streams;

  private LangChainLibrary(
      Function<String, ChatModel> models, Function<String, StreamingChatModel> streams) {
    this.models = models;
    this.streams = streams;
  }

  static LangChainLibrary openAi(String root, String key, int retries) {
    return new LangChainLibrary(
        model ->
            OpenAiChatModel.builder()
                .baseUrl(root + "/v1")
                .apiKey(key)
                .modelName(model)
                .maxCompletionTokens(100)
                .maxRetries(retries)
                .strictJsonSchema(true)
                .timeout(LONG)
                .build(),
        model ->
            OpenAiStreamingChatModel.builder()
                .baseUrl(root + "/v1")
                .apiKey(key)
                .modelName(model)
                .maxCompletionTokens(100)
                .timeout(LONG)
                .build());
  }

  static LangChainLibrary anthropic(String root, String key, int retries) {
    return new LangChainLibrary(
        model ->
            AnthropicChatModel.builder()
                .baseUrl(root + "/v1/")
                .apiKey(key)
                .modelName(model)
                .maxTokens(100)
                .maxRetries(retries)
                .timeout(LONG)
                .build(),
        model ->
            AnthropicStreamingChatModel.builder()
                .baseUrl(root + "/v1/")
                .apiKey(key)
                .modelName(model)
                .maxTokens(100)
                .timeout(LONG)
                .build());
  }

  static LangChainLibrary google(String root, String key, int retries) {
    return new LangChainLibrary(
        model ->
            GoogleAiGeminiChatModel.builder()
                .baseUrl(root + "/v1beta")
                .apiKey(key)
                .modelName(model)
                .maxOutputTokens(100)
                .maxRetries(retries)
                .timeout(LONG)
                .build(),
        model ->
            GoogleAiGeminiStreamingChatModel.builder()
                .baseUrl(root + "/v1beta")
                .apiKey(key)
                .modelName(model)
                .maxOutputTokens(100)
                .timeout(LONG)
                .build());
  }

  private static Said said(ChatResponse response) {
    return new Said(
        response.aiMessage().text(),
        response.tokenUsage().inputTokenCount(),
        response.tokenUsage().outputTokenCount());
  }

  @Override
  public Said chat(String model, String prompt) {
    return said(
        models
            .apply(model)
            .chat(List.of(SystemMessage.from("Be short."), UserMessage.from(prompt))));
  }

  @Override
  public Said stream(String model, String prompt) {
    var whole = new CompletableFuture<ChatResponse>();
    streams
        .apply(model)
        .chat(
            prompt,
            new StreamingChatResponseHandler() {
              @Override
              public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
              }

              @Override
              public void onError(Throwable error) {
                whole.completeExceptionally(error);
              }
            });
    return said(whole.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join());
  }

  @Override
  public Said image(String model, String prompt, byte[] png) {
    return said(
        models
            .apply(model)
            .chat(
                UserMessage.from(
                    TextContent.from(prompt),
                    ImageContent.from(Base64.getEncoder().encodeToString(png), "image/png"))));
  }

  @Override
  public String structured(String model, String prompt) {
    ResponseFormat form =
        ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(
                JsonSchema.builder()
                    .name("City")
                    .rootElement(
                        JsonObjectSchema.builder()
                            .addStringProperty("name")
                            .addIntegerProperty("people")
                            .required("name", "people")
                            .additionalProperties(false)
                            .build())
                    .build())
            .build();
    ChatRequest request =
        ChatRequest.builder().messages(UserMessage.from(prompt)).responseFormat(form).build();
    Matcher name = NAME.matcher(models.apply(model).chat(request).aiMessage().text());
    return name.find() ? name.group(1) : "";
  }

  @Override
  public ToolLoop tools(String model, String prompt) {
    ToolSpecification tool =
        ToolSpecification.builder()
            .name(ToolLoop.TOOL)
            .description("Looks something up.")
            .parameters(JsonObjectSchema.builder().addStringProperty("text").build())
            .build();
    List<ChatMessage> turns = new ArrayList<>(List.of(UserMessage.from(prompt)));
    List<String> calls = new ArrayList<>();
    ChatModel asked = models.apply(model);
    while (true) {
      AiMessage message =
          asked
              .chat(ChatRequest.builder().messages(turns).toolSpecifications(tool).build())
              .aiMessage();
      if (!message.hasToolExecutionRequests() || calls.size() >= ToolLoop.MOST) {
        return new ToolLoop(calls, message.text() == null ? "" : message.text());
      }
      turns.add(message);
      for (ToolExecutionRequest call : message.toolExecutionRequests()) {
        calls.add(call.name());
        turns.add(ToolExecutionResultMessage.from(call, "It is 42."));
      }
    }
  }

  @Override
  public void leave(String model, String prompt) {
    var left = new CompletableFuture<Boolean>();
    streams
        .apply(model)
        .chat(
            prompt,
            new StreamingChatResponseHandler() {
              @Override
              public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                context.streamingHandle().cancel();
                left.complete(true);
              }

              @Override
              public void onCompleteResponse(ChatResponse response) {
                left.complete(false);
              }

              @Override
              public void onError(Throwable error) {
                left.completeExceptionally(error);
              }
            });
    if (!left.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join()) {
      throw new AssertionError("the stream was over before it could be left");
    }
  }

  @Override
  public Class<? extends Exception> error(int status) {
    return switch (status) {
      case 400 -> InvalidRequestException.class;
      case 401 -> AuthenticationException.class;
      case 404 -> ModelNotFoundException.class;
      case 429 -> RateLimitException.class;
      default -> InternalServerException.class;
    };
  }

  @Override
  public void close() {}
}
