package dev.sluice.proofs.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A caller with the official SDK, its own retries off. What it gets is given as JSON again, written
 * by the SDK from its own types: so it is all that a user of the SDK can see, unknown fields
 * included.
 */
final class SdkCaller implements AutoCloseable {
  private static final JsonMapper JSON = ObjectMappers.jsonMapper();
  private final OpenAIClient client;

  SdkCaller(String url, String key) {
    this.client =
        OpenAIOkHttpClient.builder()
            .apiKey(key)
            .baseUrl(url)
            .maxRetries(0)
            .timeout(Duration.ofSeconds(30))
            .build();
  }

  /**
   * What a stream brought.
   *
   * @param error that ended it, empty where it ended as it should
   */
  record Streamed(List<JsonNode> chunks, Optional<SseException> error) {}

  JsonNode ask(JsonNode body) {
    try (HttpResponseFor<ChatCompletion> response =
        client.chat().completions().withRawResponse().create(params(body, ""))) {
      assertThat(response.headers().values("x-sluice-attempts")).containsExactly("1");
      return JSON.valueToTree(response.parse());
    }
  }

  Streamed stream(JsonNode body) {
    List<JsonNode> chunks = new ArrayList<>();
    // The SDK says itself that it wants a stream.
    try (StreamResponse<ChatCompletionChunk> response =
        client.chat().completions().createStreaming(params(body, "stream"))) {
      Iterator<ChatCompletionChunk> all = response.stream().iterator();
      while (all.hasNext()) {
        chunks.add(JSON.valueToTree(all.next()));
      }
    } catch (SseException e) {
      return new Streamed(chunks, Optional.of(e));
    }
    return new Streamed(chunks, Optional.empty());
  }

  /** A whole response. */
  JsonNode askForResponse(JsonNode body) {
    try (HttpResponseFor<Response> response =
        client.responses().withRawResponse().create(responseParams(body))) {
      assertThat(response.headers().values("x-sluice-attempts")).containsExactly("1");
      return JSON.valueToTree(response.parse());
    }
  }

  /** The events of a response that is streamed. */
  List<JsonNode> streamResponse(JsonNode body) {
    List<JsonNode> events = new ArrayList<>();
    try (StreamResponse<ResponseStreamEvent> response =
        client.responses().createStreaming(responseParams(body))) {
      response.stream().forEach(event -> events.add(JSON.valueToTree(event)));
    }
    return events;
  }

  private static ResponseCreateParams responseParams(JsonNode body) {
    return ResponseCreateParams.builder()
        .model(body.path("model").asText())
        .input(body.path("input").asText())
        .build();
  }

  private static ChatCompletionCreateParams params(JsonNode body, String but) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder()
            .model(body.path("model").asText())
            .messages(JsonValue.fromJsonNode(body.path("messages")));
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      String name = field.getKey();
      if (!name.equals("model") && !name.equals("messages") && !name.equals(but)) {
        params.putAdditionalBodyProperty(name, JsonValue.fromJsonNode(field.getValue()));
      }
    }
    return params.build();
  }

  /** The SDK's own exception type of a status. */
  static Class<? extends OpenAIServiceException> typeOf(int status) {
    return switch (status) {
      case 400 -> BadRequestException.class;
      case 401 -> UnauthorizedException.class;
      case 403 -> PermissionDeniedException.class;
      case 404 -> NotFoundException.class;
      case 422 -> UnprocessableEntityException.class;
      case 429 -> RateLimitException.class;
      default ->
          status >= 500 ? InternalServerException.class : UnexpectedStatusCodeException.class;
    };
  }

  static JsonNode json(Object value) {
    return JSON.valueToTree(value);
  }

  @Override
  public void close() {
    client.close();
  }
}
