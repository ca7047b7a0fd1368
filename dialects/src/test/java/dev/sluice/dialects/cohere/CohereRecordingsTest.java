package dev.sluice.dialects.cohere;

import static dev.sluice.dialects.JsonAssert.assertSame;
import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.ChunkFold;
import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded chats, as callers of OpenAI's and Anthropic's dialect get them. */
final class CohereRecordingsTest {
  private static final CohereDialect DIALECT = new CohereDialect();
  private static final OpenAiDialect OPENAI = new OpenAiDialect();
  private static final AnthropicDialect ANTHROPIC = new AnthropicDialect();
  private static final CanonicalCodec CODEC = new CanonicalCodec();
  private static final ProviderCall CALL = new ProviderCall("any", "cohere", null, false);

  private static Stream<Exchange> exchanges() {
    return Recordings.of("cohere-v2-chat").stream();
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
  @MethodSource("wholeReplies")
  void shouldGiveTheMeaningOfTheReply(Exchange exchange) {
    JsonNode message = exchange.reply().path("message");
    CanonicalReply reply = CODEC.reply(CODEC.encode(reply(exchange)));
    String text = joined(message.path("content"), "text");
    String reasoning =
        message.path("tool_plan").asText("") + joined(message.path("content"), "thinking");

    JsonNode openai = parse(OPENAI.reply(reply, context()));
    JsonNode choice = openai.path("choices").path(0);
    assertThat(openai.path("id")).isEqualTo(exchange.reply().path("id"));
    assertThat(choice.path("message").path("content").asText("").replace("null", ""))
        .isEqualTo(text);
    assertThat(choice.path("message").path("reasoning_content").asText("")).isEqualTo(reasoning);
    assertSame(
        exchange.name(), message.path("tool_calls"), choice.path("message").path("tool_calls"));
    assertThat(choice.path("finish_reason").asText()).isEqualTo(finish(exchange.reply(), "openai"));
    checkOpenAiUsage(exchange.reply().path("usage"), openai.path("usage"));

    JsonNode anthropic = parse(ANTHROPIC.reply(reply, context()));
    List<JsonNode> calls = new ArrayList<>();
    for (JsonNode block : anthropic.path("content")) {
      if (block.path("type").asText().equals("tool_use")) {
        calls.add(block);
      }
    }
    assertThat(joined(anthropic.path("content"), "text")).isEqualTo(text);
    assertThat(joined(anthropic.path("content"), "thinking")).isEqualTo(reasoning);
    assertThat(calls).hasSize(message.path("tool_calls").size());
    for (int i = 0; i < calls.size(); i++) {
      JsonNode call = message.path("tool_calls").path(i);
      assertThat(calls.get(i).path("id")).isEqualTo(call.path("id"));
      assertThat(calls.get(i).path("input"))
          .isEqualTo(parse(call.at("/function/arguments").asText()));
    }
    assertThat(anthropic.path("stop_reason").asText())
        .isEqualTo(finish(exchange.reply(), "anthropic"));
    if (message.has("citations")) {
      String kept = reply.getChoices().getFirst().getMessageExtras().getOrDefault("citations", "");
      assertSame("citations", message.path("citations"), parse(kept));
    }
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldCountWhatIsBilled(Exchange exchange) {
    checkUsage(exchange.reply().path("usage"), reply(exchange).getUsage());
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveTheMeaningOfTheStream(Exchange exchange) {
    var plan = new StringBuilder();
    var arguments = new StringBuilder();
    JsonNode call = parse("{}");
    JsonNode end = parse("{}");
    StreamReader reader = DIALECT.stream(CALL);
    for (SseEvent event : events(exchange.body())) {
      if (!event.is("[DONE]")) {
        JsonNode delta = parse(event.data()).path("delta");
        plan.append(delta.at("/message/tool_plan").asText(""));
        arguments.append(delta.at("/message/tool_calls/function/arguments").asText(""));
        call = delta.at("/message/tool_calls").has("id") ? delta.at("/message/tool_calls") : call;
        end = delta.has("finish_reason") ? delta : end;
      }
      reader.read(event);
    }
    assertThat(reader.closed()).isTrue();
    assertThat(reader.failure()).isEmpty();
    checkUsage(end.path("usage"), reader.usage().orElse(null));

    var openai = new ChunkFold();
    for (SseEvent event : written(exchange, OPENAI)) {
      if (!event.is("[DONE]")) {
        openai.add(parse(event.data()));
      }
    }
    JsonNode told = openai.message().path("tool_calls").path(0);
    assertThat(openai.message().path("reasoning_content").asText()).isEqualTo(plan.toString());
    assertThat(told.path("id")).isEqualTo(call.path("id"));
    assertThat(told.at("/function/name")).isEqualTo(call.at("/function/name"));
    assertThat(told.at("/function/arguments").asText()).isEqualTo(arguments.toString());
    assertThat(openai.finish()).isEqualTo(finish(end, "openai"));
    checkOpenAiUsage(end.path("usage"), openai.usage());

    var thinking = new StringBuilder();
    var input = new StringBuilder();
    String stop = "";
    for (SseEvent event : written(exchange, ANTHROPIC)) {
      JsonNode delta = parse(event.data()).path("delta");
      thinking.append(delta.path("thinking").asText(""));
      input.append(delta.path("partial_json").asText(""));
      stop = delta.path("stop_reason").asText(stop);
    }
    assertThat(thinking).hasToString(plan.toString());
    assertThat(input).hasToString(arguments.toString());
    assertThat(stop).isEqualTo(finish(end, "anthropic"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldTellWhatToDoAboutAnError(Exchange exchange) {
    ProviderFailure failure =
        DIALECT.failure(exchange.status(), exchange.headers(), exchange.body());
    ErrorKind expected =
        switch (exchange.kind()) {
          case "error-400-context-length" -> ErrorKind.CONTEXT_LENGTH;
          case "error-401-auth" -> ErrorKind.PROVIDER_AUTHENTICATION;
          default -> throw new IllegalStateException(exchange.kind());
        };
    assertThat(failure.kind()).isEqualTo(expected);
    assertThat(failure.status()).isEqualTo(exchange.status());
    String message = exchange.reply().path("message").asText();
    if (expected == ErrorKind.PROVIDER_AUTHENTICATION) {
      assertThat(failure.info().getMessage()).doesNotContain("***").isNotEqualTo(message);
      assertThat(failure.info().getBody()).isEmpty();
    } else {
      assertThat(failure.info().getMessage()).isEqualTo(message);
    }
    JsonNode openai = parse(OPENAI.error(failure.info(), context()).body());
    assertThat(openai.at("/error/message").asText()).isEqualTo(failure.info().getMessage());
    JsonNode anthropic = parse(ANTHROPIC.error(failure.info(), context()).body());
    assertThat(anthropic.at("/error/message").asText()).isEqualTo(failure.info().getMessage());
  }

  private static void checkUsage(JsonNode recorded, @Nullable TokenUsage usage) {
    assertThat(usage).isNotNull();
    if (usage == null) {
      return;
    }
    long output = recorded.at("/billed_units/output_tokens").asLong();
    JsonNode reasoning = recorded.at("/tokens/reasoning_tokens");
    assertThat(usage.getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInput()).isEqualTo(recorded.at("/billed_units/input_tokens").asLong());
    assertThat(usage.getCachedInput()).isNull();
    if (reasoning.isMissingNode()) {
      assertThat(usage.getReasoning()).isNull();
    } else {
      assertThat(usage.getReasoning()).isEqualTo(reasoning.asLong());
    }
    assertThat(usage.getOutput()).isEqualTo(output - reasoning.asLong());
    assertSame("raw", recorded, parse(usage.getRaw()));
  }

  private static void checkOpenAiUsage(JsonNode recorded, JsonNode usage) {
    long input = recorded.at("/billed_units/input_tokens").asLong();
    long output = recorded.at("/billed_units/output_tokens").asLong();
    assertThat(usage.path("prompt_tokens").asLong()).isEqualTo(input);
    assertThat(usage.path("completion_tokens").asLong()).isEqualTo(output);
    assertThat(usage.path("total_tokens").asLong()).isEqualTo(input + output);
  }

  private static String finish(JsonNode told, String dialect) {
    boolean openai = dialect.equals("openai");
    return switch (told.path("finish_reason").asText()) {
      case "COMPLETE" -> openai ? "stop" : "end_turn";
      case "MAX_TOKENS" -> openai ? "length" : "max_tokens";
      case "TOOL_CALL" -> openai ? "tool_calls" : "tool_use";
      default -> throw new IllegalStateException(told.toString());
    };
  }

  private static String joined(JsonNode content, String field) {
    var joined = new StringBuilder();
    content.forEach(part -> joined.append(part.path(field).asText("")));
    return joined.toString();
  }

  private static CanonicalReply reply(Exchange exchange) {
    var reply = DIALECT.reply(CALL, exchange.status(), exchange.headers(), exchange.body());
    return ((ProviderReply.Succeeded) reply).reply();
  }

  private static List<SseEvent> written(Exchange exchange, ClientDialect client) {
    StreamReader reader = DIALECT.stream(CALL);
    StreamWriter writer = client.stream(context());
    List<SseEvent> written = new ArrayList<>();
    for (SseEvent event : events(exchange.body())) {
      written.addAll(writer.write(CODEC.events(CODEC.encode(reader.read(event)))));
    }
    written.addAll(writer.end(Map.of()));
    return written;
  }

  private static List<SseEvent> events(byte[] body) {
    var parser = new SseParser(1 << 20);
    List<SseEvent> events = new ArrayList<>(parser.feed(body));
    events.addAll(parser.end());
    return events;
  }

  private static ReplyContext context() {
    return new ReplyContext("req-1", "public-model", 1_700_000_000L, true);
  }
}
