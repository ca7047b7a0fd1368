package dev.sluice.dialects.cohere;

import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.RetryHints;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads error bodies: a message, and for some errors a type in capitals. */
final class ErrorReader {
  private static final int LONGEST_BODY = 8192;

  private @Nullable String message;
  private @Nullable String type;

  private ErrorReader() {}

  static ProviderFailure of(ErrorKind kind, int status, String message) {
    return new ProviderFailure(kind, Canonical.error(kind, status, message));
  }

  /** An answer that began well and that the provider gave up. */
  static ProviderFailure broken(@Nullable String message) {
    String said =
        message == null || message.isBlank()
            ? "The provider ended its answer with an error."
            : message;
    return of(ErrorKind.PROVIDER_ERROR, 500, said);
  }

  static ProviderFailure read(int status, Map<String, String> headers, byte[] body) {
    var reader = new ErrorReader();
    boolean json = reader.parse(body);
    ErrorKind kind = reader.kind(status);
    boolean secret = kind == ErrorKind.PROVIDER_AUTHENTICATION;
    String told = reader.message;
    if (secret) {
      told = "The provider refused the credential that the gateway has for it.";
    } else if (told == null || told.isBlank()) {
      told = "The provider answered with status %d.".formatted(status);
    }
    ErrorInfo info = Canonical.error(kind, status, told);
    info.setType(reader.type);
    info.setRetryAfterMs(RetryHints.retryAfterMs(headers));
    if (json && !secret && body.length <= LONGEST_BODY) {
      info.setBody(new String(body, StandardCharsets.UTF_8).strip());
    }
    return new ProviderFailure(kind, info);
  }

  private boolean parse(byte[] body) {
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      while (in.nextField()) {
        switch (in.field()) {
          case "message" -> message = in.stringOrSkip();
          case "error_type" -> type = in.stringOrSkip();
          default -> in.skip();
        }
      }
      in.end();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private ErrorKind kind(int status) {
    String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
    if (status < 500 && tooLong(text)) {
      return ErrorKind.CONTEXT_LENGTH;
    }
    return switch (status) {
      case 401, 403 -> ErrorKind.PROVIDER_AUTHENTICATION;
      case 402 -> ErrorKind.PROVIDER_QUOTA;
      case 404 -> ErrorKind.PROVIDER_NOT_FOUND;
      case 408, 409, 425, 499 -> ErrorKind.PROVIDER_ERROR;
      case 413 -> ErrorKind.TOO_LARGE;
      // what a trial key has for a month does not come back by waiting
      case 429 ->
          text.contains("month") ? ErrorKind.PROVIDER_QUOTA : ErrorKind.PROVIDER_RATE_LIMITED;
      case 498 -> ErrorKind.CONTENT_POLICY;
      case 503, 529 -> ErrorKind.PROVIDER_OVERLOADED;
      default ->
          status >= 400 && status < 500 ? ErrorKind.INVALID_REQUEST : ErrorKind.PROVIDER_ERROR;
    };
  }

  /** The same words begin the refusal of an output limit that is too high for the model. */
  private boolean tooLong(String text) {
    boolean tokens = "TOO_MANY_TOKENS".equals(type) || text.startsWith("too many tokens");
    return tokens && !text.contains("max tokens must be");
  }
}
