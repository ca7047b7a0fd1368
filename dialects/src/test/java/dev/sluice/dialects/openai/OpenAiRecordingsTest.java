package dev.sluice.dialects.openai;

import static dev.sluice.dialects.JsonAssert.assertSame;
import static dev.sluice.dialects.JsonAssert.assertSameAll;
import static dev.sluice.dialects.JsonAssert.parse;
import static dev.sluice.dialects.JsonAssert.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What vendors said must reach a caller of the same dialect as they said it. */
final class OpenAiRecordingsTest {
  private static final String API = "openai-chat-completions";
  private static final OpenAiDialect DIALECT = new OpenAiDialect();
  private static final CanonicalCodec CODEC = new CanonicalCodec();

  /** Mistral's own chat API is this one but for a few traits. */
  private static Stream<Exchange> exchanges() {
    return Stream.of(API, "mistral-chat").map(Recordings::of).flatMap(List::stream);
  }

  static Stream<Exchange> requests() {
    return exchanges().filter(exchange -> exchange.request().isObject());
  }

  static Stream<Exchange> wholeReplies() {
    return exchanges().filter(e -> e.status() < 300 && !e.streamed());
  }

  static Stream<Exchange> streams() {
    return exchanges().filter(Exchange::streamed);
  }

  static Stream<Exchange> errors() {
    return exchanges().filter(e -> e.status() >= 400);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldSendTheRequestThatTheCallerSent(Exchange exchange) {
    byte[] body = exchange.request().toString().getBytes(StandardCharsets.UTF_8);
    ReadRequest read = DIALECT.read(body);
    if (exchange.kind().equals("error-400-invalid-request")) {
      var refused = (ReadRequest.Refused) read;
      ErrorReply reply = DIALECT.refusal(refused, context(false));
      assertThat(reply.status()).isEqualTo(exchange.status());
      assertSame(exchange.name(), exchange.reply(), parse(reply.body()));
      return;
    }
    var parsed = (ReadRequest.Parsed) read;
    var call = call(exchange, parsed);
    var decoded = CODEC.request(CODEC.encode(parsed.request()));
    JsonNode written = parse(DIALECT.request(decoded, call).body());
    assertSame(exchange.name(), expected(exchange), written);
  }

  private static JsonNode expected(Exchange exchange) {
    ObjectNode expected = exchange.request().deepCopy();
    boolean stream = expected.path("stream").asBoolean();
    boolean told = Quirks.of(exchange.catalogueId()).streamOptions();
    if (stream && told && !expected.has("stream_options")) {
      expected.putObject("stream_options").put("include_usage", true);
    }
    return expected;
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldGiveTheReplyThatTheProviderGave(Exchange exchange) {
    var call = new ProviderCall("any", exchange.catalogueId(), null, false);
    var reply = DIALECT.reply(call, exchange.status(), exchange.headers(), exchange.body());
    var succeeded = (ProviderReply.Succeeded) reply;
    var decoded = CODEC.reply(CODEC.encode(succeeded.reply()));
    JsonNode written = parse(DIALECT.reply(decoded, context(false)));
    ObjectNode expected = exchange.reply().deepCopy();
    expected.path("choices").forEach(choice -> withoutChunks(choice.path("message")));
    assertSame(exchange.name(), expected, written);
  }

  /** A content that is a list is one for the caller no longer. */
  private static void withoutChunks(JsonNode message) {
    JsonNode content = message.path("content");
    if (!content.isArray()) {
      return;
    }
    var text = new StringBuilder();
    var thinking = new StringBuilder();
    boolean texts = message.path("role").isTextual();
    for (JsonNode chunk : content) {
      texts |= chunk.has("text");
      text.append(chunk.path("text").asText(""));
      chunk.path("thinking").forEach(thought -> thinking.append(thought.path("text").asText()));
    }
    ObjectNode changed = (ObjectNode) message;
    changed.remove("content");
    if (texts) {
      changed.put("content", text.toString());
    }
    if (!thinking.isEmpty()) {
      changed.put("reasoning_content", thinking.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveTheChunksThatTheProviderGave(Exchange exchange) {
    List<SseEvent> recorded = events(exchange.body());
    List<JsonNode> expected = new ArrayList<>();
    boolean usage = false;
    for (SseEvent event : recorded) {
      if (!event.is("[DONE]")) {
        JsonNode chunk = without(parse(event.data()), "obfuscation", "p");
        chunk.path("choices").forEach(choice -> withoutChunks(choice.path("delta")));
        usage |= chunk.has("usage");
        expected.add(chunk);
      }
    }
    StreamReader reader =
        DIALECT.stream(new ProviderCall("any", exchange.catalogueId(), null, true));
    StreamWriter writer = DIALECT.stream(context(usage));
    List<SseEvent> written = new ArrayList<>();
    for (SseEvent event : recorded) {
      written.addAll(writer.write(CODEC.events(CODEC.encode(reader.read(event)))));
    }
    written.addAll(writer.end(Map.of()));
    assertThat(reader.finished()).isTrue();
    assertThat(written.getLast().text()).isEqualTo("[DONE]");
    List<JsonNode> actual =
        written.subList(0, written.size() - 1).stream().map(e -> parse(e.data())).toList();
    assertSameAll(exchange.name(), expected, actual);
    assertThat(reader.failure().isPresent()).isEqualTo(exchange.kind().equals("stream-error"));
  }

  static Stream<Exchange> answers() {
    return Stream.concat(wholeReplies(), streams());
  }

  /** The classes are disjoint: together they are what the provider counted, and charges for. */
  @ParameterizedTest
  @MethodSource("answers")
  void shouldPutEachTokenIntoOneClass(Exchange exchange) {
    var call = new ProviderCall("any", exchange.catalogueId(), null, exchange.streamed());
    JsonNode recorded = MissingNode.getInstance();
    @Nullable TokenUsage usage;
    if (exchange.streamed()) {
      StreamReader reader = DIALECT.stream(call);
      for (SseEvent event : events(exchange.body())) {
        reader.read(event);
        JsonNode chunk = event.is("[DONE]") ? recorded : parse(event.data());
        JsonNode inGroup = chunk.path("x_groq").path("usage");
        JsonNode told = chunk.path("usage").isObject() ? chunk.path("usage") : inGroup;
        recorded = told.isObject() ? told : recorded;
      }
      usage = reader.usage().orElse(null);
    } else {
      var reply = DIALECT.reply(call, exchange.status(), exchange.headers(), exchange.body());
      usage = ((ProviderReply.Succeeded) reply).reply().getUsage();
      recorded = exchange.reply().path("usage");
    }
    if (recorded.isMissingNode()) {
      assertThat(usage).isNull();
      return;
    }
    assertThat(usage).isNotNull();
    checkClasses(exchange.provider(), recorded, Objects.requireNonNull(usage));
  }

  private static void checkClasses(String provider, JsonNode recorded, TokenUsage usage) {
    long prompt = recorded.path("prompt_tokens").asLong();
    long completion = recorded.path("completion_tokens").asLong();
    long reasoning = recorded.path("completion_tokens_details").path("reasoning_tokens").asLong();
    long output =
        switch (provider) {
          case "xai" -> completion + reasoning;
          case "google-gemini" -> recorded.path("total_tokens").asLong() - prompt;
          default -> completion;
        };
    assertThat(usage.getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(
            or0(usage.getInput())
                + or0(usage.getCachedInput())
                + or0(usage.getCacheWrite())
                + or0(usage.getCacheWrite1h())
                + or0(usage.getAudioInput()))
        .isEqualTo(prompt);
    assertThat(or0(usage.getOutput()) + or0(usage.getReasoning()) + or0(usage.getAudioOutput()))
        .isEqualTo(output);
    JsonNode details = recorded.path("prompt_tokens_details");
    assertThat(or0(usage.getCachedInput())).isEqualTo(details.path("cached_tokens").asLong());
    assertThat(or0(usage.getCacheWrite())).isEqualTo(details.path("cache_write_tokens").asLong());
    assertThat(usage.getCachedInput() == null).isEqualTo(!details.has("cached_tokens"));
    if (!provider.equals("google-gemini")) {
      assertThat(or0(usage.getReasoning())).isEqualTo(Math.min(reasoning, output));
    }
    assertSame("raw", recorded, parse(usage.getRaw()));
  }

  private static long or0(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldTellWhatToDoAboutAnError(Exchange exchange) {
    ProviderFailure failure =
        DIALECT.failure(exchange.status(), exchange.headers(), exchange.body());
    ErrorKind expected =
        switch (exchange.kind()) {
          case "error-400-context-length" -> ErrorKind.CONTEXT_LENGTH;
          case "error-400-invalid-request", "error-400-tool-use-failed" ->
              ErrorKind.INVALID_REQUEST;
          case "error-401-auth" -> ErrorKind.PROVIDER_AUTHENTICATION;
          case "error-404-model" -> ErrorKind.PROVIDER_NOT_FOUND;
          case "error-429-rate-limit" -> ErrorKind.PROVIDER_RATE_LIMITED;
          case "error-500-server" -> ErrorKind.PROVIDER_ERROR;
          default -> throw new IllegalStateException(exchange.kind());
        };
    assertThat(failure.kind()).isEqualTo(expected);
    ErrorReply reply = DIALECT.error(failure.info(), context(false));
    if (expected != ErrorKind.PROVIDER_AUTHENTICATION) {
      assertThat(reply.status()).isEqualTo(exchange.status());
      assertSame(exchange.name(), exchange.reply(), parse(reply.body()));
    }
    if (exchange.headers().containsKey("retry-after")) {
      long seconds = Long.parseLong(exchange.headers().getOrDefault("retry-after", "0"));
      assertThat(failure.retryAfterMs()).hasValue(seconds * 1000);
    }
  }

  private static List<SseEvent> events(byte[] body) {
    var parser = new SseParser(1 << 20);
    List<SseEvent> events = new ArrayList<>(parser.feed(body));
    events.addAll(parser.end());
    return events;
  }

  private static ProviderCall call(Exchange exchange, ReadRequest.Parsed parsed) {
    return new ProviderCall(parsed.requestedModel(), exchange.catalogueId(), null, parsed.stream());
  }

  private static ReplyContext context(boolean includeUsage) {
    return new ReplyContext("req-1", "public-model", 1_700_000_000L, includeUsage);
  }
}
