package dev.sluice.dialects.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.Dialects;
import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OllamaDialectTest {
  private static final OllamaDialect DIALECT = new OllamaDialect();
  private static final ProviderCall CALL = new ProviderCall("m", "ollama-native", null, false);

  private static CanonicalReply reply(byte[] body) {
    return ((ProviderReply.Succeeded) DIALECT.reply(CALL, 200, Map.of(), body)).reply();
  }

  private static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }

  @Test
  void shouldReadTheRecordedReply() {
    Exchange exchange = Recordings.of("ollama-chat").getFirst();

    CanonicalReply reply = reply(exchange.body());

    Choice choice = reply.getChoices().getFirst();
    assertThat(choice.getParts())
        .extracting(ContentPart::getText)
        .containsExactly(exchange.reply().at("/message/content").asText());
    assertThat(choice.getFinishReason()).isEqualTo(FinishReason.STOP);
    assertThat(reply.getModel()).isEqualTo("llama3");
    assertThat(reply.getCreated())
        .isEqualTo(Instant.parse("2024-05-24T20:01:31Z").getEpochSecond());
    TokenUsage usage = Objects.requireNonNull(reply.getUsage());
    assertThat(usage.getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInput()).isEqualTo(17);
    assertThat(usage.getOutput()).isEqualTo(66);
  }

  @Test
  void shouldNotTakeAPromptThatIsNotCountedAsOneOfNoTokens() {
    TokenUsage usage =
        Objects.requireNonNull(
            reply(bytes("{\"message\":{\"content\":\"Hi\"},\"done\":true,\"eval_count\":2}"))
                .getUsage());

    assertThat(usage.getInput()).isNull();
    assertThat(usage.getOutput()).isEqualTo(2);
  }

  @Test
  void shouldGiveACallTheSameIdWheneverItIsRead() {
    byte[] body =
        bytes(
            "{\"created_at\":\"2026-03-01T09:30:00.1Z\",\"message\":{\"tool_calls\":["
                + "{\"function\":{\"name\":\"a\",\"arguments\":{}}},"
                + "{\"function\":{\"name\":\"a\",\"arguments\":{}}}]},\"done\":true}");

    assertThat(reply(body).getChoices().getFirst().getParts())
        .extracting(ContentPart::getToolCallId)
        .containsExactly("call_ol_20260301T0930001Z_0", "call_ol_20260301T0930001Z_1");
    assertThat(reply(body)).isEqualTo(reply(body));
  }

  @Test
  void shouldMakeUpIdsThatDifferFromThoseOfAnotherReply() {
    // Given
    CanonicalReply reply =
        reply(
            bytes(
                "{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"a\",\"arguments\":{}}}]},\"done\":true}"));

    // When, Then
    for (String dialect : List.of("openai", "anthropic", "responses")) {
      ClientDialect caller = Dialects.client(dialect).orElseThrow();
      String one = new String(caller.reply(reply, new ReplyContext("r1", "m", 1, false)), UTF_8);
      String other = new String(caller.reply(reply, new ReplyContext("r2", "m", 1, false)), UTF_8);
      assertThat(one).as(dialect).containsPattern("\"(call|toolu)_r1_0\"");
      assertThat(other).as(dialect).containsPattern("\"(call|toolu)_r2_0\"");
    }
  }

  @Test
  void shouldTakeAnErrorThatIsNullAsNone() {
    CanonicalReply reply =
        reply(bytes("{\"message\":{\"content\":\"Hi\"},\"error\":null,\"done\":true}"));

    assertThat(reply.getChoices().getFirst().getParts())
        .extracting(ContentPart::getText)
        .containsExactly("Hi");
  }

  @ParameterizedTest
  @CsvSource({
    "400, model does not support tools, INVALID_REQUEST",
    "400, the input length exceeds the context length, CONTEXT_LENGTH",
    "401, unauthorized, PROVIDER_AUTHENTICATION",
    "404, model 'm' not found, PROVIDER_NOT_FOUND",
    "429, slow down, PROVIDER_RATE_LIMITED",
    "500, llama runner has stopped, PROVIDER_ERROR",
    "503, server busy, PROVIDER_OVERLOADED"
  })
  void shouldTellWhatToDoAboutAnError(int status, String message, ErrorKind kind) {
    ProviderFailure failure =
        DIALECT.failure(status, Map.of(), bytes("{\"error\":\"" + message + "\"}"));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(status);
    if (kind != ErrorKind.PROVIDER_AUTHENTICATION) {
      assertThat(failure.info().getMessage()).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @CsvSource({"[]", "{}", "nothing", "{\"message\":null}"})
  void shouldTakeAnAnswerWithoutAMessageAsNone(String body) {
    ProviderReply reply = DIALECT.reply(CALL, 200, Map.of(), bytes(body));

    assertThat(((ProviderReply.Failed) reply).failure().kind())
        .isEqualTo(ErrorKind.PROVIDER_MALFORMED);
  }

  @Test
  void shouldBreakAtALineThatIsTooLarge() {
    var framing = new LineFraming(16);

    assertThat(framing.feed(bytes("{\"a\":1}\r\n\n{\"b\":"))).hasSize(1);
    assertThat(framing.feed(bytes("\"0123456789\""))).isEmpty();
    assertThat(framing.broken()).isPresent();
    assertThat(framing.feed(bytes("}\n{}\n"))).isEmpty();
    assertThat(framing.end()).isEmpty();
  }
}
