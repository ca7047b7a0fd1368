package dev.sluice.dialects.ollama;

import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.RetryHints;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads error bodies: a text in the field {@code error}. */
final class ErrorReader {
  private ErrorReader() {}

  static ProviderFailure of(ErrorKind kind, int status, String message) {
    return new ProviderFailure(kind, Canonical.error(kind, status, message));
  }

  /** An error in an answer that began well. */
  static ProviderFailure told(@Nullable String message) {
    String said =
        message == null || message.isBlank()
            ? "The provider ended its answer with an error."
            : message;
    ErrorKind kind = tooLong(said) ? ErrorKind.CONTEXT_LENGTH : ErrorKind.PROVIDER_ERROR;
    return of(kind, 500, said);
  }

  static ProviderFailure read(int status, Map<String, String> headers, byte[] body) {
    String message = message(body);
    ErrorKind kind = kind(status, message);
    if (kind == ErrorKind.PROVIDER_AUTHENTICATION) {
      message = "The provider refused the credential that the gateway has for it.";
    } else if (message.isBlank()) {
      message = "The provider answered with status %d.".formatted(status);
    }
    ErrorInfo info = Canonical.error(kind, status, message);
    info.setRetryAfterMs(RetryHints.retryAfterMs(headers));
    return new ProviderFailure(kind, info);
  }

  private static String message(byte[] body) {
    String message = null;
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      while (in.nextField()) {
        if (in.field().equals("error")) {
          message = in.stringOrSkip();
        } else {
          in.skip();
        }
      }
    } catch (IOException e) {
      return "";
    }
    return message == null ? "" : message;
  }

  private static ErrorKind kind(int status, String message) {
    if (status < 500 && tooLong(message)) {
      return ErrorKind.CONTEXT_LENGTH;
    }
    return switch (status) {
      case 401, 403 -> ErrorKind.PROVIDER_AUTHENTICATION;
      case 402 -> ErrorKind.PROVIDER_QUOTA;
      case 404 -> ErrorKind.PROVIDER_NOT_FOUND;
      case 408, 409, 425, 499 -> ErrorKind.PROVIDER_ERROR;
      case 413 -> ErrorKind.TOO_LARGE;
      case 429 -> ErrorKind.PROVIDER_RATE_LIMITED;
      case 503, 529 -> ErrorKind.PROVIDER_OVERLOADED;
      default ->
          status >= 400 && status < 500 ? ErrorKind.INVALID_REQUEST : ErrorKind.PROVIDER_ERROR;
    };
  }

  private static boolean tooLong(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    return text.contains("context length") || text.contains("prompt too long");
  }
}
