package dev.sluice.dialects.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.completions.CompletionsDialect;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorKind;
import java.nio.charset.StandardCharsets;

/**
 * Recorded exchanges of APIs that no provider is called over. What of them has a meaning here is
 * played; the rest is what callers are told.
 */
final class OtherApis {
  private OtherApis() {}

  static void check(Exchange exchange) {
    switch (exchange.api()) {
      case "openai-completions" -> completion(exchange);
      case "anthropic-count-tokens" -> countOfTokens(exchange);
      default -> throw new IllegalStateException("no test of the API " + exchange.api());
    }
  }

  /**
   * Callers speak it and chats answer: the request is refused for what a chat cannot do, and would
   * otherwise have the recorded texts as its answer.
   */
  private static void completion(Exchange exchange) {
    var dialect = new CompletionsDialect();
    ObjectNode asked = exchange.request().deepCopy();
    var refused = (ReadRequest.Refused) dialect.read(bytes(asked));
    assertThat(refused.errors())
        .extracting(ReadRequest.FieldError::param)
        .containsExactlyInAnyOrder("suffix", "logprobs");

    asked.remove("suffix");
    asked.remove("logprobs");
    var parsed = (ReadRequest.Parsed) dialect.read(bytes(asked));
    assertThat(parsed.request().getSampling().getN()).isEqualTo(2);
    assertThat(parsed.request().getSampling().getStop()).containsExactly("def ", "class ");
    assertThat(parsed.request().getMaxOutputTokens()).isEqualTo(25);

    ObjectNode expected = exchange.reply().deepCopy();
    CanonicalReply reply = Canonical.reply("");
    reply.setId(expected.path("id").asText());
    reply.setModel(expected.path("model").asText());
    reply.setCreated(expected.path("created").asLong());
    for (JsonNode recorded : expected.path("choices")) {
      Choice choice = Canonical.choice(recorded.path("index").asInt());
      choice.getParts().add(Canonical.text(recorded.path("text").asText()));
      choice.setFinishReason(FinishReason.STOP);
      reply.getChoices().add(choice);
      ((ObjectNode) recorded).putNull("logprobs");
    }
    expected.remove("usage");
    JsonAssert.assertSame(
        "texts", expected, JsonAssert.parse(dialect.reply(reply, RecordedAnswer.context())));
  }

  /** A count is no answer of a model: the request reads, its answer is told as what it is not. */
  private static void countOfTokens(Exchange exchange) {
    var dialect = new AnthropicDialect();
    ObjectNode asked = exchange.request().deepCopy();
    asked.put("max_tokens", 1);
    var parsed = (ReadRequest.Parsed) dialect.read(bytes(asked));
    var call = new ProviderCall(parsed.requestedModel(), "anthropic", null, false);

    JsonAssert.assertSame(
        "request", asked, JsonAssert.parse(dialect.request(parsed.request(), call).body()));
    ProviderReply reply = dialect.reply(call, 200, exchange.headers(), exchange.body());
    assertThat(((ProviderReply.Failed) reply).failure().kind())
        .isEqualTo(ErrorKind.PROVIDER_MALFORMED);
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
