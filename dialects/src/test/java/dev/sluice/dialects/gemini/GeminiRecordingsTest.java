package dev.sluice.dialects.gemini;

import static dev.sluice.dialects.JsonAssert.assertSame;
import static dev.sluice.dialects.JsonAssert.assertSameAll;
import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.dialects.ChunkFold;
import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.RequestTarget;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.openai.OpenAiDialect;
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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded answers of Gemini and Vertex, as callers of all dialects get them. */
final class GeminiRecordingsTest {
  private static final GeminiDialect DIALECT = new GeminiDialect();
  private static final OpenAiDialect OPENAI = new OpenAiDialect();
  private static final AnthropicDialect ANTHROPIC = new AnthropicDialect();
  private static final CanonicalCodec CODEC = new CanonicalCodec();
  private static final ProviderCall CALL = new ProviderCall("any", "google", null, false);

  private static Stream<Exchange> all() {
    return Stream.concat(
        Recordings.of("gemini-generateContent").stream(),
        Recordings.of("gemini-streamGenerateContent").stream());
  }

  private static boolean isStream(Exchange exchange) {
    return exchange.name().contains("streamGenerateContent");
  }

  static Stream<Exchange> requests() {
    return all().filter(exchange -> exchange.request().isObject());
  }

  static Stream<Exchange> wholeReplies() {
    return all().filter(e -> e.status() < 300 && !isStream(e));
  }

  static Stream<Exchange> streams() {
    return all().filter(e -> e.status() < 300 && isStream(e));
  }

  static Stream<Exchange> answers() {
    return all().filter(e -> e.status() < 300);
  }

  static Stream<Exchange> errors() {
    return all().filter(e -> e.status() >= 400);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldSendTheRequestThatTheCallerSent(Exchange exchange) {
    ReadRequest.Parsed parsed = read(exchange);
    var decoded = CODEC.request(CODEC.encode(parsed.request()));
    WrittenRequest written = DIALECT.request(decoded, call(parsed));
    assertSame(
        exchange.name(),
        WireForms.named(exchange.request()),
        WireForms.named(parse(written.body())));
    assertThat(written.dropped()).isEmpty();
    assertThat(DIALECT.path(decoded, call(parsed)))
        .startsWith("/models/" + parsed.requestedModel() + ":")
        .endsWith(isStream(exchange) ? ":streamGenerateContent?alt=sse" : ":generateContent");
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldGiveTheAnswerThatTheProviderGave(Exchange exchange) {
    var decoded = CODEC.reply(CODEC.encode(reply(exchange).reply()));
    assertSame(exchange.name(), exchange.reply(), parse(DIALECT.reply(decoded, context())));
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldGiveAnOpenAiCallerTheMeaningOfTheAnswer(Exchange exchange) {
    JsonNode recorded = exchange.reply();
    JsonNode written = parse(OPENAI.reply(reply(exchange).reply(), context()));
    var expected = new GeminiMeaning();
    expected.add(recorded);
    JsonNode choice = written.path("choices").path(0);
    expected.checkOpenAi(choice.path("message"), choice.path("finish_reason").asText());
    expected.checkOpenAiUsage(written.path("usage"));
    assertThat(written.path("model")).isEqualTo(recorded.path("modelVersion"));
    assertThat(written.path("id")).isEqualTo(recorded.path("responseId"));
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldGiveAnAnthropicCallerTheMeaningOfTheAnswer(Exchange exchange) {
    JsonNode written = parse(ANTHROPIC.reply(reply(exchange).reply(), context()));
    var expected = new GeminiMeaning();
    expected.add(exchange.reply());
    var message = new BlockFold();
    message.whole(written);
    expected.checkAnthropic(message);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveTheChunksThatTheProviderGave(Exchange exchange) {
    StreamReader reader = DIALECT.stream(CALL);
    List<SseEvent> recorded = events(exchange);
    List<SseEvent> written = play(recorded, reader, DIALECT.stream(context()));
    assertSameAll(exchange.name(), parsed(recorded), parsed(written));
    assertThat(reader.finished()).isTrue();
    assertThat(reader.closed()).isFalse();
    assertThat(reader.failure()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldBeCompleteAfterTheLastChunkOnly(Exchange exchange) {
    StreamReader reader = DIALECT.stream(CALL);
    List<SseEvent> recorded = events(exchange);
    for (SseEvent event : recorded.subList(0, recorded.size() - 1)) {
      reader.read(event);
      assertThat(reader.finished()).isFalse();
    }
    reader.read(recorded.getLast());
    assertThat(reader.finished()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveAnOpenAiCallerTheMeaningOfTheStream(Exchange exchange) {
    List<SseEvent> recorded = events(exchange);
    var expected = new GeminiMeaning();
    parsed(recorded).forEach(expected::add);
    List<SseEvent> written = play(recorded, DIALECT.stream(CALL), OPENAI.stream(context()));
    assertThat(written.removeLast().text()).isEqualTo("[DONE]");
    var actual = new ChunkFold();
    written.forEach(event -> actual.add(parse(event.data())));
    expected.checkOpenAi(actual.message(), actual.finish());
    expected.checkOpenAiUsage(actual.usage());
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveAnAnthropicCallerTheMeaningOfTheStream(Exchange exchange) {
    List<SseEvent> recorded = events(exchange);
    var expected = new GeminiMeaning();
    parsed(recorded).forEach(expected::add);
    List<SseEvent> written = play(recorded, DIALECT.stream(CALL), ANTHROPIC.stream(context()));
    var message = new BlockFold();
    written.forEach(event -> message.event(parse(event.data())));
    expected.checkAnthropic(message);
  }

  /** The classes are disjoint: together they are what the provider counted, and charges for. */
  @ParameterizedTest
  @MethodSource("answers")
  void shouldPutEachTokenIntoOneClass(Exchange exchange) {
    JsonNode recorded = MissingNode.getInstance();
    @Nullable TokenUsage read;
    if (isStream(exchange)) {
      StreamReader reader = DIALECT.stream(CALL);
      for (SseEvent event : events(exchange)) {
        reader.read(event);
        recorded = parse(event.data()).path("usageMetadata");
      }
      read = reader.usage().orElse(null);
    } else {
      recorded = exchange.reply().path("usageMetadata");
      read = reply(exchange).reply().getUsage();
    }
    TokenUsage usage = Objects.requireNonNull(read);
    long prompt = recorded.path("promptTokenCount").asLong();
    long thoughts = recorded.path("thoughtsTokenCount").asLong();
    long candidates = recorded.path("candidatesTokenCount").asLong();
    long tool = recorded.path("toolUsePromptTokenCount").asLong();
    assertThat(usage.getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(or0(usage.getInput()) + or0(usage.getCachedInput()) + or0(usage.getAudioInput()))
        .isEqualTo(prompt + tool);
    assertThat(or0(usage.getCachedInput()))
        .isEqualTo(recorded.path("cachedContentTokenCount").asLong());
    assertThat(usage.getCachedInput() == null).isEqualTo(!recorded.has("cachedContentTokenCount"));
    assertThat(or0(usage.getAudioInput())).isEqualTo(audio(recorded));
    assertThat(usage.getOutput()).isEqualTo(candidates);
    assertThat(or0(usage.getReasoning())).isEqualTo(thoughts);
    assertThat(
            or0(usage.getInput())
                + or0(usage.getCachedInput())
                + or0(usage.getAudioInput())
                + or0(usage.getOutput())
                + or0(usage.getReasoning()))
        .isEqualTo(recorded.path("totalTokenCount").asLong());
    assertSame("raw", recorded, parse(usage.getRaw()));
    assertThat(usage.getBilledCalls().containsKey("web_search"))
        .isEqualTo(exchange.kind().equals("web-search"));
  }

  private static long audio(JsonNode usage) {
    for (JsonNode detail : usage.path("promptTokensDetails")) {
      if (detail.path("modality").asText().equals("AUDIO")) {
        return detail.path("tokenCount").asLong();
      }
    }
    return 0;
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldTellWhatToDoAboutAnError(Exchange exchange) {
    ProviderFailure failure =
        DIALECT.failure(exchange.status(), exchange.headers(), exchange.body());
    ErrorKind expected =
        switch (exchange.kind()) {
          case "error-400-auth", "error-403-auth" -> ErrorKind.PROVIDER_AUTHENTICATION;
          case "error-429-rate-limit" -> ErrorKind.PROVIDER_RATE_LIMITED;
          case "error-503-overloaded" -> ErrorKind.PROVIDER_OVERLOADED;
          default -> throw new IllegalStateException(exchange.kind());
        };
    assertThat(failure.kind()).isEqualTo(expected);
    if (expected == ErrorKind.PROVIDER_RATE_LIMITED) {
      assertThat(failure.retryAfterMs()).hasValue(48_000);
    }
    if (expected == ErrorKind.PROVIDER_AUTHENTICATION) {
      assertThat(failure.info().getBody()).isEmpty();
      return;
    }
    ErrorReply own = DIALECT.error(failure.info(), context());
    assertThat(own.status()).isEqualTo(exchange.status());
    assertSame(exchange.name(), exchange.reply(), parse(own.body()));
    JsonNode openai = parse(OPENAI.error(failure.info(), context()).body()).path("error");
    assertThat(openai.path("message")).isEqualTo(exchange.reply().path("error").path("message"));
    assertThat(openai.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("message", "type", "param", "code");
    JsonNode anthropic = parse(ANTHROPIC.error(failure.info(), context()).body());
    assertThat(anthropic.path("type").asText()).isEqualTo("error");
  }

  private static ReadRequest.Parsed read(Exchange exchange) {
    Assumptions.assumeFalse(
        exchange.request().has("cachedContent"), "cached contents are refused, see the refusals");
    JsonNode request = exchange.document().path("request");
    String path = request.path("path").asText(request.path("url").asText());
    byte[] body = exchange.request().toString().getBytes(StandardCharsets.UTF_8);
    return (ReadRequest.Parsed) DIALECT.read(RequestTarget.of(path), body);
  }

  private static ProviderCall call(ReadRequest.Parsed parsed) {
    return new ProviderCall(parsed.requestedModel(), "google", null, parsed.stream());
  }

  private static ProviderReply.Succeeded reply(Exchange exchange) {
    return (ProviderReply.Succeeded)
        DIALECT.reply(CALL, exchange.status(), exchange.headers(), exchange.body());
  }

  private static List<SseEvent> play(
      List<SseEvent> recorded, StreamReader reader, StreamWriter writer) {
    List<SseEvent> written = new ArrayList<>();
    for (SseEvent event : recorded) {
      written.addAll(writer.write(CODEC.events(CODEC.encode(reader.read(event)))));
    }
    written.addAll(writer.end(Map.of()));
    return written;
  }

  private static List<JsonNode> parsed(List<SseEvent> events) {
    return events.stream().map(event -> parse(event.data())).toList();
  }

  /** The events, of a stream that came as one array as well. */
  private static List<SseEvent> events(Exchange exchange) {
    if (exchange.reply().isArray()) {
      List<SseEvent> events = new ArrayList<>();
      exchange.reply().forEach(chunk -> events.add(SseEvent.of(chunk.toString())));
      return events;
    }
    var parser = new SseParser(1 << 20);
    List<SseEvent> events = new ArrayList<>(parser.feed(exchange.body()));
    events.addAll(parser.end());
    return events;
  }

  private static ReplyContext context() {
    return new ReplyContext("req-1", "public-model", 1_700_000_000L, true);
  }

  private static long or0(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
