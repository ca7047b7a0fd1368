package dev.sluice.dialects.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.Dialects;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.RequestTarget;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.bedrock.AnthropicWords;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.cohere.OpenAiWords;
import dev.sluice.dialects.gemini.WireForms;
import dev.sluice.schemas.chat.CanonicalRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A recorded request that a caller of OpenAI's or Anthropic's dialect makes anew: what is then sent
 * must be what was recorded.
 */
final class RecordedRequest {
  private static final CanonicalCodec CODEC = new CanonicalCodec();

  private final Exchange exchange;

  RecordedRequest(Exchange exchange) {
    this.exchange = exchange;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** The same was sent. */
    record Same(String caller) implements Outcome {}

    /** Something else was sent. */
    record Different(String caller, String how) implements Outcome {}

    /**
     * Neither dialect has words for it.
     *
     * @param missing what there are no words for, by dialect
     */
    record NoWords(Map<String, List<String>> missing) implements Outcome {}
  }

  Outcome play() {
    JsonNode recorded = exchange.request();
    return switch (exchange.api()) {
      case "openai-chat-completions", "mistral-chat" -> said("openai", recorded, "openai");
      case "anthropic-messages" -> said("anthropic", recorded, "anthropic");
      case "bedrock-converse", "bedrock-converse-stream" ->
          said("anthropic", AnthropicWords.request(AnthropicWords.plain(recorded)), "bedrock");
      case "cohere-v2-chat" -> said("openai", OpenAiWords.request(recorded), "cohere");
      case "ollama-chat" -> said("openai", ollama(recorded), "ollama");
      case "gemini-generateContent", "gemini-streamGenerateContent" -> relayed("gemini");
      case "openai-responses" -> relayed("responses");
      default -> throw new IllegalStateException("no provider is called over " + exchange.api());
    };
  }

  /** A request in the words of a caller's dialect. */
  private Outcome said(String caller, JsonNode words, String provider) {
    ReadRequest read = Dialects.client(caller).orElseThrow().read(bytes(words));
    if (read instanceof ReadRequest.Refused refused) {
      return new Outcome.NoWords(Map.of(caller, List.of(refused.errors().getFirst().message())));
    }
    return sent(caller, ((ReadRequest.Parsed) read).request(), provider);
  }

  private Outcome sent(String caller, CanonicalRequest request, String provider) {
    ProviderDialect dialect = Dialects.provider(provider).orElseThrow();
    WrittenRequest written = dialect.request(CODEC.request(CODEC.encode(request)), call());
    if (!written.dropped().isEmpty()) {
      return new Outcome.Different(caller, "not told: " + written.dropped());
    }
    try {
      JsonAssert.assertSame(
          exchange.name(),
          meaning(exchange.request(), provider),
          meaning(JsonAssert.parse(written.body()), provider));
      return new Outcome.Same(caller);
    } catch (AssertionError e) {
      return new Outcome.Different(caller, String.valueOf(e.getMessage()));
    }
  }

  /** A request of a dialect that callers speak, too: it is put into the words of another one. */
  private Outcome relayed(String dialect) {
    ClientDialect own = Dialects.client(dialect).orElseThrow();
    ObjectNode recorded = exchange.request().deepCopy();
    recorded.remove("include"); // what is wanted back is decided anew
    String path = exchange.document().path("request").path("path").asText();
    ReadRequest read = own.read(RequestTarget.of(path), bytes(recorded));
    if (read instanceof ReadRequest.Refused refused) {
      return new Outcome.NoWords(Map.of(dialect, List.of(refused.errors().getFirst().message())));
    }
    Map<String, List<String>> missing = new TreeMap<>();
    Outcome different = new Outcome.NoWords(missing);
    for (String caller : List.of("openai", "anthropic")) {
      var relay = new ProviderCall(call().model(), "google-gemini-openai", null, call().stream());
      WrittenRequest words =
          Dialects.provider(caller)
              .orElseThrow()
              .request(((ReadRequest.Parsed) read).request(), relay);
      if (!words.dropped().isEmpty()) {
        missing.put(caller, words.dropped());
        continue;
      }
      Outcome outcome = said(caller, JsonAssert.parse(words.body()), dialect);
      if (outcome instanceof Outcome.Same) {
        return outcome;
      }
      different = outcome;
    }
    return different;
  }

  private ProviderCall call() {
    boolean streamed =
        exchange.request().path("stream").asBoolean()
            || exchange.api().endsWith("-stream")
            || exchange.api().startsWith("gemini-stream");
    return new ProviderCall(
        exchange.document().path("model").asText(), exchange.catalogueId(), null, streamed);
  }

  private JsonNode meaning(JsonNode request, String provider) {
    return switch (provider) {
      case "bedrock" -> converse(request);
      case "cohere" -> OpenAiWords.plain(request);
      case "ollama" -> ollama(request);
      case "gemini" -> WireForms.meaning(request);
      case "responses" -> ResponseInput.meaning(request);
      case "openai" -> withUsageOfStreams(request);
      default -> request;
    };
  }

  /** Without fields that say nothing. */
  private static JsonNode ollama(JsonNode request) {
    ObjectNode plain = request.deepCopy();
    plain.properties().removeIf(field -> field.getValue().isNull() || isNothing(field.getValue()));
    return plain;
  }

  private static boolean isNothing(JsonNode value) {
    return (value.isTextual() && value.asText().isEmpty()) || (value.isObject() && value.isEmpty());
  }

  /** Every caller of Anthropic's dialect has to say a limit. */
  private static JsonNode converse(JsonNode request) {
    ObjectNode plain = AnthropicWords.plain(request);
    if (plain.path("inferenceConfig").isObject()) {
      ((ObjectNode) plain.get("inferenceConfig")).remove("maxTokens");
    }
    return AnthropicWords.plain(plain);
  }

  /** The gateway asks for the usage of every stream, where the provider knows the wish. */
  private static JsonNode withUsageOfStreams(JsonNode request) {
    ObjectNode asked = request.deepCopy();
    asked.remove("stream_options");
    return asked;
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
