package dev.sluice.dialects.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BedrockErrorsTest {
  private static final BedrockDialect DIALECT = new BedrockDialect();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|ValidationException|Malformed input request|INVALID_REQUEST",
        "400|ValidationException|The provided model identifier is invalid.|PROVIDER_NOT_FOUND",
        "400|ValidationException|Invocation with on-demand throughput isn’t supported. Retry with"
            + " on-demand throughput of a profile.|PROVIDER_NOT_FOUND",
        "400|ValidationException|Input is too long for requested model.|CONTEXT_LENGTH",
        "400|ServiceQuotaExceededException|Too much|PROVIDER_QUOTA",
        "403|AccessDeniedException|User: arn:aws:x is not authorized|PROVIDER_AUTHENTICATION",
        "403|AccessDeniedException|You don't have access to the model with the specified model"
            + " ID.|PROVIDER_NOT_FOUND",
        "403|InvalidSignatureException|The request signature|PROVIDER_AUTHENTICATION",
        "400|ExpiredTokenException|The security token is expired|PROVIDER_AUTHENTICATION",
        "403|''|Forbidden|PROVIDER_AUTHENTICATION",
        "404|ResourceNotFoundException|Nothing there|PROVIDER_NOT_FOUND",
        "408|ModelTimeoutException|Too slow|PROVIDER_ERROR",
        "424|ModelErrorException|Broke|PROVIDER_ERROR",
        "429|ThrottlingException|Too many requests|PROVIDER_RATE_LIMITED",
        "429|ThrottlingException|Too many tokens per day|PROVIDER_QUOTA",
        "429|ModelNotReadyException|Loading|PROVIDER_OVERLOADED",
        "500|InternalServerException|Oops|PROVIDER_ERROR",
        "503|ServiceUnavailableException|Busy|PROVIDER_OVERLOADED",
        "502|''|Bad gateway|PROVIDER_ERROR"
      })
  void shouldTellWhatToDo(int status, String type, String message, ErrorKind expected) {
    // Given
    Map<String, String> headers =
        type.isEmpty() ? Map.of() : Map.of("x-amzn-errortype", type + ":http://internal/coral/");
    byte[] body = ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);

    // When
    ProviderFailure failure = DIALECT.failure(status, headers, body);

    // Then
    assertThat(failure.kind()).isEqualTo(expected);
    assertThat(failure.status()).isEqualTo(status);
    boolean secret = expected == ErrorKind.PROVIDER_AUTHENTICATION;
    assertThat(failure.info().getMessage().equals(message)).isNotEqualTo(secret);
    assertThat(failure.info().getBody().isEmpty()).isEqualTo(secret);
  }

  @ParameterizedTest
  @CsvSource({
    "throttlingException,PROVIDER_RATE_LIMITED,429",
    "serviceUnavailableException,PROVIDER_OVERLOADED,503",
    "modelStreamErrorException,PROVIDER_ERROR,424",
    "internalServerException,PROVIDER_ERROR,500",
    "validationException,INVALID_REQUEST,400",
    "error,PROVIDER_ERROR,500"
  })
  void shouldTellTheErrorOfAStream(String name, ErrorKind expected, int status) {
    // Given
    StreamReader reader = DIALECT.stream(new ProviderCall("m", "bedrock", null, true));
    byte[] data = "{\"message\":\"went wrong\"}".getBytes(StandardCharsets.UTF_8);

    // When
    var events = reader.read(new SseEvent(name, data)).getEvents();

    // Then
    assertThat(events).hasSize(1);
    assertThat(reader.failure()).isPresent();
    ProviderFailure failure = reader.failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(expected);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.info().getMessage()).isEqualTo("went wrong");
    assertThat(reader.finished()).isTrue();
  }

  @Test
  void shouldNotBeFinishedBeforeTheReasonForTheStop() {
    // Given
    StreamReader reader = DIALECT.stream(new ProviderCall("m", "bedrock", null, true));

    // When
    reader.read(event("messageStart", "{\"role\":\"assistant\"}"));
    reader.read(event("metadata", "{\"usage\":{\"inputTokens\":1,\"outputTokens\":1}}"));

    // Then
    assertThat(reader.finished()).isFalse();
    assertThat(reader.usage()).isPresent();
  }

  private static SseEvent event(String name, String data) {
    return new SseEvent(name, data.getBytes(StandardCharsets.UTF_8));
  }
}
