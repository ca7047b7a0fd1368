package dev.sluice.dialects.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded answer, read by the dialect of its provider and told to callers of every dialect,
 * who must learn what the rules of their dialect say. An exchange of an API that is not known here
 * fails.
 */
final class EveryExchangeTest {
  static Stream<Exchange> exchanges() {
    return Recordings.all().stream();
  }

  @Test
  void shouldMissNone() {
    List<String> listed =
        Recordings.index().stream()
            .filter(line -> line.startsWith("| ") && line.endsWith(".json |"))
            .map(line -> line.substring(line.lastIndexOf("| ", line.length() - 3) + 2))
            .map(name -> name.replace(".json |", ""))
            .toList();

    assertThat(Recordings.index().getFirst()).isEqualTo("# exchanges: " + listed.size() + " files");
    assertThat(exchanges().map(Exchange::name)).containsExactlyInAnyOrderElementsOf(listed);
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void shouldTellEveryCaller(Exchange exchange) {
    switch (exchange.api()) {
      case "openai-embeddings",
          "mistral-embeddings",
          "voyage-embeddings",
          "cohere-v2-embed",
          "gemini-embedContent",
          "cohere-v2-rerank" ->
          new RecordedVectors(exchange).check();
      case "openai-completions", "anthropic-count-tokens" -> OtherApis.check(exchange);
      default -> chat(exchange);
    }
  }

  private static void chat(Exchange exchange) {
    var answer = new RecordedAnswer(exchange);
    List<String> breaches = new ArrayList<>();
    if (exchange.status() >= 300) {
      ProviderFailure failure = answer.failure();
      assertThat(failure.kind()).isEqualTo(kind(exchange));
      assertThat(failure.status()).isEqualTo(exchange.status());
      for (CallerRules rules : Callers.all()) {
        var reply = Callers.dialect(rules).error(failure.info(), RecordedAnswer.context());
        add(rules, rules.error(failure.info(), reply), breaches);
      }
    } else if (answer.streamed()) {
      List<ReplyEvents> events = answer.events();
      Told told = RecordedAnswer.told(events);
      assertThat(told.error() != null).isEqualTo(exchange.kind().equals("stream-error"));
      for (CallerRules rules : Callers.all()) {
        add(
            rules,
            rules.stream(told, RecordedAnswer.stream(events, Callers.dialect(rules))),
            breaches);
      }
    } else {
      CanonicalReply reply = answer.whole();
      Told told = Told.of(reply);
      for (CallerRules rules : Callers.all()) {
        add(
            rules,
            rules.whole(told, RecordedAnswer.whole(reply, Callers.dialect(rules))),
            breaches);
      }
    }
    assertThat(breaches).isEmpty();
  }

  private static void add(CallerRules rules, List<String> found, List<String> breaches) {
    found.forEach(breach -> breaches.add(rules.dialect() + ": " + breach));
  }

  /** What a recorded error means. */
  private static ErrorKind kind(Exchange exchange) {
    return switch (exchange.kind()) {
      case "error-400-auth", "error-401-auth", "error-403-auth" ->
          ErrorKind.PROVIDER_AUTHENTICATION;
      case "error-400-context-length" -> ErrorKind.CONTEXT_LENGTH;
      case "error-400-tool-use-failed" -> ErrorKind.INVALID_REQUEST;
      case "error-400-invalid-request" -> {
        // of these two, the request is invalid in that its model does not exist
        boolean model =
            exchange.api().equals("openai-responses") || exchange.api().equals("bedrock-converse");
        yield model ? ErrorKind.PROVIDER_NOT_FOUND : ErrorKind.INVALID_REQUEST;
      }
      case "error-404-model" -> ErrorKind.PROVIDER_NOT_FOUND;
      case "error-429-quota" -> ErrorKind.PROVIDER_QUOTA;
      case "error-429-rate-limit", "error-429-throttling" -> ErrorKind.PROVIDER_RATE_LIMITED;
      case "error-500-server" -> ErrorKind.PROVIDER_ERROR;
      case "error-503-overloaded", "error-529-overloaded" -> ErrorKind.PROVIDER_OVERLOADED;
      default -> throw new IllegalStateException("no meaning for " + exchange.kind());
    };
  }
}
