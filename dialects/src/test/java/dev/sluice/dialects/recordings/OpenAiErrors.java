package dev.sluice.dialects.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What callers of all of OpenAI's APIs must be told of an error. */
final class OpenAiErrors {
  private static final String INVALID = "invalid_request_error";
  private static final String SERVER = "server_error";

  /** Status, type and code; null where the code is the provider's. */
  private record Word(int status, String type, String code) {}

  private static final Map<ErrorKind, Word> WORDS =
      Map.of(
          ErrorKind.INVALID_REQUEST, new Word(400, INVALID, ""),
          ErrorKind.CONTEXT_LENGTH, new Word(400, INVALID, "context_length_exceeded"),
          ErrorKind.PROVIDER_NOT_FOUND, new Word(404, INVALID, "model_not_found"),
          ErrorKind.PROVIDER_RATE_LIMITED, new Word(429, "rate_limit_error", "rate_limit_exceeded"),
          ErrorKind.PROVIDER_QUOTA, new Word(429, "insufficient_quota", "insufficient_quota"),
          ErrorKind.PROVIDER_OVERLOADED, new Word(503, SERVER, "overloaded"),
          ErrorKind.PROVIDER_AUTHENTICATION, new Word(502, SERVER, "provider_authentication"),
          ErrorKind.PROVIDER_ERROR, new Word(502, SERVER, "provider_error"),
          ErrorKind.PROVIDER_MALFORMED, new Word(502, SERVER, "provider_malformed"),
          ErrorKind.STREAM_BROKEN, new Word(502, SERVER, "stream_broken"));

  private OpenAiErrors() {}

  static void check(ErrorInfo error, ErrorReply reply, Breaches breaches) {
    JsonNode body = JsonAssert.parse(reply.body());
    if (isOwn(error)) {
      breaches.expect("error status", error.getProviderStatus(), reply.status());
      breaches.same("error body", JsonAssert.parse(error.getBody()), body);
      return;
    }
    breaches.expect("error status", word(error).status(), reply.status());
    breaches.fields("error envelope", body, Set.of("error"));
    object(error, body.path("error"), breaches);
  }

  /** The object itself, as it also is in a stream. */
  static void object(ErrorInfo error, JsonNode told, Breaches breaches) {
    breaches.expect("error message", error.getMessage(), told.path("message").asText());
    if (isOwn(error)) {
      return;
    }
    Word word = word(error);
    breaches.fields("error", told, Set.of("message", "type", "param", "code"));
    breaches.expect("error type", word.type(), told.path("type").asText());
    if (!word.code().isEmpty()) {
      breaches.expect("error code", word.code(), told.path("code").asText());
    }
  }

  private static Word word(ErrorInfo error) {
    return Objects.requireNonNull(
        WORDS.get(ErrorKind.ofWireName(error.getKind())), error.getKind());
  }

  /** Whether the provider's words are of this dialect, so that they are passed on. */
  private static boolean isOwn(ErrorInfo error) {
    if (!error.getBody().startsWith("{")) {
      return false;
    }
    JsonNode body = JsonAssert.parse(error.getBody());
    JsonNode told = body.path("error");
    return !body.has("type")
        && told.path("message").isTextual()
        && !told.path("status").isTextual();
  }
}
