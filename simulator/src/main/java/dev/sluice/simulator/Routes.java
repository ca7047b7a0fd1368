package dev.sluice.simulator;

import dev.sluice.simulator.bill.Bill;
import dev.sluice.simulator.dialect.Dialect;
import dev.sluice.simulator.dialect.anthropic.AnthropicMessages;
import dev.sluice.simulator.dialect.bedrock.BedrockApi;
import dev.sluice.simulator.dialect.cohere.CohereChat;
import dev.sluice.simulator.dialect.gemini.GeminiApi;
import dev.sluice.simulator.dialect.mistral.MistralChat;
import dev.sluice.simulator.dialect.openai.OpenAiChat;
import dev.sluice.simulator.dialect.openai.ResponsesApi;
import dev.sluice.simulator.vectors.CohereVectors;
import dev.sluice.simulator.vectors.GeminiVectors;
import dev.sluice.simulator.vectors.OpenAiVectors;
import dev.sluice.simulator.vectors.Reranking;
import dev.sluice.simulator.vectors.VectorApi;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the handler of a request. A chat call is known by the end of its path, because providers
 * mount the same API at different places; Mistral's, whose path is OpenAI's, by {@code /mistral/}
 * before it. One object serves one event loop.
 */
final class Routes implements Handler<HttpServerRequest> {

  static final OpenAiChat OPENAI = new OpenAiChat();
  static final ResponsesApi OPENAI_RESPONSES = new ResponsesApi();
  static final AnthropicMessages ANTHROPIC = new AnthropicMessages();
  static final GeminiApi GEMINI = new GeminiApi(GeminiApi.Form.WHOLE);
  static final GeminiApi GEMINI_STREAM = new GeminiApi(GeminiApi.Form.EVENTS);
  static final GeminiApi GEMINI_ARRAY = new GeminiApi(GeminiApi.Form.ARRAY);
  static final BedrockApi BEDROCK = new BedrockApi(false);
  static final BedrockApi BEDROCK_STREAM = new BedrockApi(true);
  static final CohereChat COHERE = new CohereChat();
  static final MistralChat MISTRAL = new MistralChat();
  static final List<Dialect> ALL =
      List.of(
          OPENAI,
          OPENAI_RESPONSES,
          ANTHROPIC,
          GEMINI,
          GEMINI_STREAM,
          GEMINI_ARRAY,
          BEDROCK,
          BEDROCK_STREAM,
          COHERE,
          MISTRAL);

  private static final int MOST_BODY_BYTES = 64 * 1024 * 1024;
  private static final String CHAT = "/chat/completions";
  private static final String COHERE_CHAT = "/chat";
  private static final String MISTRAL_PART = "/mistral/";
  private static final String RESPONSES = "/responses";
  private static final String MESSAGES = "/messages";
  private static final String GENERATE = ":generateContent";
  private static final String STREAM_GENERATE = ":streamGenerateContent";
  private static final String EVENTS = "alt=sse";
  private static final String CONVERSE = "/converse";
  private static final String CONVERSE_STREAM = "/converse-stream";

  /** A route whose answers are vectors or an order, and the dialect of its errors. */
  private record VectorRoute(String end, VectorApi api, Dialect errors) {}

  private static final List<VectorRoute> VECTORS =
      List.of(
          new VectorRoute("/embeddings", new OpenAiVectors(), OPENAI),
          new VectorRoute(":embedContent", new GeminiVectors(false), GEMINI),
          new VectorRoute(":batchEmbedContents", new GeminiVectors(true), GEMINI),
          new VectorRoute("/embed", new CohereVectors(), COHERE),
          new VectorRoute("/rerank", new Reranking(), COHERE));

  private final CallHandler calls;
  private final VectorHandler vectors;
  private final BillPages bill;
  private final Shared shared;

  Routes(Vertx vertx, Shared shared, int number) {
    this.shared = shared;
    this.calls = new CallHandler(shared, new AnswerPlayer(vertx), number);
    this.vectors = new VectorHandler(shared, new AnswerPlayer(vertx), number);
    this.bill = new BillPages(vertx, shared.bill());
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = request.path();
    if (request.method() == HttpMethod.POST) {
      post(request, path);
    } else if (request.method() == HttpMethod.GET && path.equals("/healthz")) {
      json(request, 200, Buffer.buffer("{\"status\":\"ok\"}"));
    } else if (request.method() == HttpMethod.GET && path.endsWith("/models")) {
      json(request, 200, lister(request).models(shared.prices().models()));
    } else if (path.equals("/bill") && request.method() == HttpMethod.GET) {
      bill.show(request);
    } else if (path.equals("/bill") && request.method() == HttpMethod.DELETE) {
      clear(request, shared.bill());
    } else {
      notFound(request);
    }
  }

  private void post(HttpServerRequest request, String path) {
    Optional<Dialect> chat = dialect(path, request.uri());
    if (chat.isPresent()) {
      collect(request, body -> calls.handle(request, body, chat.get()));
      return;
    }
    VECTORS.stream()
        .filter(route -> path.endsWith(route.end()))
        .findFirst()
        .ifPresentOrElse(
            route ->
                collect(
                    request, body -> vectors.handle(request, body, route.api(), route.errors())),
            () -> notFound(request));
  }

  private static Dialect lister(HttpServerRequest request) {
    if (request.headers().contains("anthropic-version")) {
      return ANTHROPIC;
    }
    return request.headers().contains("x-goog-api-key") ? GEMINI : OPENAI;
  }

  private static Optional<Dialect> dialect(String path, String uri) {
    if (path.endsWith(CHAT)) {
      return Optional.of(path.contains(MISTRAL_PART) ? MISTRAL : OPENAI);
    }
    if (path.endsWith(COHERE_CHAT)) {
      return Optional.of(COHERE);
    }
    if (path.endsWith(RESPONSES)) {
      return Optional.of(OPENAI_RESPONSES);
    }
    if (path.endsWith(MESSAGES)) {
      return Optional.of(ANTHROPIC);
    }
    if (path.endsWith(GENERATE)) {
      return Optional.of(GEMINI);
    }
    if (path.endsWith(STREAM_GENERATE)) {
      return Optional.of(uri.contains(EVENTS) ? GEMINI_STREAM : GEMINI_ARRAY);
    }
    if (path.endsWith(CONVERSE)) {
      return Optional.of(BEDROCK);
    }
    return path.endsWith(CONVERSE_STREAM) ? Optional.of(BEDROCK_STREAM) : Optional.empty();
  }

  private static void collect(HttpServerRequest request, Consumer<Buffer> then) {
    new BodyCollector(request, MOST_BODY_BYTES, then).start();
  }

  private static void clear(HttpServerRequest request, Bill bill) {
    bill.clear();
    request.response().setStatusCode(204).end();
  }

  private static void notFound(HttpServerRequest request) {
    json(
        request,
        404,
        Buffer.buffer(
            "{\"error\":{\"type\":\"simulator_no_route\",\"message\":\"The simulator answers POST"
                + " .../chat/completions (Mistral's below .../mistral/), .../responses,"
                + " .../messages, .../chat,"
                + " .../models/{model}:generateContent,"
                + " :streamGenerateContent, :embedContent and :batchEmbedContents,"
                + " .../embeddings, .../embed, .../rerank,"
                + " /model/{model}/converse and /converse-stream, GET .../models, /bill and"
                + " /healthz.\"}}"));
  }

  static void json(HttpServerRequest request, int status, Buffer body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(body);
  }
}
