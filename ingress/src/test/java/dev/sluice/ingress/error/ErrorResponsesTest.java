package dev.sluice.ingress.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorResponsesTest {
  private static final ReplyContext CONTEXT = new ReplyContext("request-1", "assistant", 0, false);

  private final ErrorResponses errors = new ErrorResponses(new OpenAiDialect());

  @ParameterizedTest
  @CsvSource({
    "invalid_request,400",
    "unknown_model,404",
    "authentication,401",
    "permission,403",
    "too_large,413",
    "context_length,400",
    "content_policy,400",
    "provider_rate_limited,429",
    "provider_quota,429",
    "provider_overloaded,503",
    "provider_error,502",
    "provider_malformed,502",
    "provider_unreachable,502",
    "provider_authentication,502",
    "credential_missing,502",
    "connect_timeout,504",
    "first_token_timeout,504",
    "idle_timeout,504",
    "attempt_timeout,504",
    "deadline_exceeded,504",
    "worker_lost,503",
    "no_capacity,503",
    "budget_exceeded,429",
    "rate_limited,429",
    "unpriced,400",
    "internal,500",
    "a_kind_of_the_future,500"
  })
  void shouldGiveEachKindItsStatus(String kind, int status) {
    ErrorInfo info = ErrorResponses.info(ErrorKind.INTERNAL, "provider", "words");
    info.setKind(kind);

    ErrorReply reply = errors.of(info, CONTEXT);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(text(reply))
        .startsWith("{\"error\":{\"message\":")
        .contains("\"param\":", "\"code\":");
  }

  @ParameterizedTest
  @EnumSource(ErrorKind.class)
  void shouldAnswerEveryKindWithAnErrorStatus(ErrorKind kind) {
    assertThat(errors.of(ErrorResponses.info(kind, "provider", "words"), CONTEXT).status())
        .isBetween(400, 599);
  }

  @Test
  void shouldPassAnErrorOfTheSameDialectOnAsItWas() {
    String body =
        "{\"error\":{\"message\":\"Rate limit reached\",\"type\":\"requests\",\"param\":null,"
            + "\"code\":\"rate_limit_exceeded\"}}";
    ErrorInfo info =
        ErrorResponses.info(ErrorKind.PROVIDER_RATE_LIMITED, "provider", "Rate limit reached");
    info.setProviderStatus(429);
    info.setBody(body);
    info.setRetryAfterMs(2500L);

    ErrorReply reply = errors.of(info, CONTEXT);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(text(reply)).isEqualTo(body);
    assertThat(reply.headers()).containsEntry("retry-after", "3");
  }

  @Test
  void shouldNotRepeatWhatAProviderSaysAboutTheGatewaysCredential() {
    ErrorInfo info =
        ErrorResponses.info(
            ErrorKind.PROVIDER_AUTHENTICATION, "provider", "Incorrect API key: sk-a***z");
    info.setProviderStatus(401);
    info.setBody("{\"error\":{\"message\":\"Incorrect API key: sk-a***z\"}}");

    ErrorReply reply = errors.of(info, CONTEXT);

    assertThat(reply.status()).isEqualTo(502);
    assertThat(text(reply)).doesNotContain("sk-a").contains("request-1");
  }

  @Test
  void shouldTellNoDetailsOfABug() {
    ErrorReply reply =
        errors.of(
            ErrorResponses.info(ErrorKind.INTERNAL, "route", "NullPointerException at …"), CONTEXT);

    assertThat(text(reply)).doesNotContain("NullPointer").contains("request-1");
  }

  @Test
  void shouldNameTheNearestModels() {
    ErrorReply reply = errors.unknownModel("assistent", List.of("assistant"));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(text(reply))
        .contains("\"code\":\"model_not_found\"", "\"param\":\"model\"", "assistant?");
  }

  @Test
  void shouldTellWhatAKeyIsForAndNotMore() {
    List<String> allowed = IntStream.rangeClosed(1, 12).mapToObj(n -> "m-" + n).toList();

    ErrorReply reply = errors.modelNotAllowed("openai/gpt-4o", allowed);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(text(reply))
        .contains(
            "\"type\":\"invalid_request_error\"",
            "\"param\":\"model\"",
            "\"code\":\"model_not_allowed\"",
            "`openai/gpt-4o`",
            "for m-1, m-2",
            "m-10 and 2 more.")
        .doesNotContain("m-11");
  }

  @Test
  void shouldNameTheAddressThatAKeyIsNotFor() {
    ErrorReply reply = errors.addressNotAllowed("10.1.2.3");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(text(reply)).contains("from 10.1.2.3,", "\"code\":\"address_not_allowed\"");
    assertThat(text(errors.addressNotAllowed(""))).contains("from an unknown address,");
  }

  private static String text(ErrorReply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }
}
