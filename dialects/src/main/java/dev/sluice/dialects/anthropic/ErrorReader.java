package dev.sluice.dialects.anthropic;

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

/** Reads error bodies: a type at the top and an error object with type and message. */
final class ErrorReader {
  private static final int LONGEST_BODY = 8192;

  private @Nullable String type;
  private @Nullable String message;

  private ErrorReader() {}

  static ProviderFailure of(ErrorKind kind, int status, String message) {
    return new ProviderFailure(kind, Canonical.error(kind, status, message));
  }

  static ProviderFailure read(int status, Map<String, String> headers, byte[] body) {
    var reader = new ErrorReader();
    boolean json = reader.parse(body);
    ErrorKind kind = reader.kind(status);
    int meant = status >= 400 ? status : ErrorWriter.statusOf(reader.type);
    boolean secret = kind == ErrorKind.PROVIDER_AUTHENTICATION;
    String told = reader.message;
    if (secret) {
      told = "The provider refused the credential that the gateway has for it.";
    } else if (told == null || told.isBlank()) {
      told = "The provider answered with status %d.".formatted(meant);
    }
    ErrorInfo info = Canonical.error(kind, meant, told);
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
        if (in.field().equals("error") && in.isObject()) {
          inner(in);
        } else {
          in.skip();
        }
      }
      in.end();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void inner(JsonCursor in) throws IOException {
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = in.stringOrSkip();
        case "message" -> message = in.stringOrSkip();
        default -> in.skip();
      }
    }
  }

  private ErrorKind kind(int status) {
    String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
    if (text.contains("prompt is too long") || text.contains("exceed context limit")) {
      return ErrorKind.CONTEXT_LENGTH;
    }
    if (text.contains("credit balance is too low")) {
      return ErrorKind.PROVIDER_QUOTA;
    }
    return switch (type == null ? "" : type) {
      case "invalid_request_error" -> ErrorKind.INVALID_REQUEST;
      case "authentication_error", "permission_error" -> ErrorKind.PROVIDER_AUTHENTICATION;
      case "billing_error" -> ErrorKind.PROVIDER_QUOTA;
      case "not_found_error" -> ErrorKind.PROVIDER_NOT_FOUND;
      case "request_too_large" -> ErrorKind.TOO_LARGE;
      case "rate_limit_error" -> ErrorKind.PROVIDER_RATE_LIMITED;
      case "overloaded_error" -> ErrorKind.PROVIDER_OVERLOADED;
      case "api_error", "timeout_error" -> ErrorKind.PROVIDER_ERROR;
      default -> byStatus(status);
    };
  }

  private static ErrorKind byStatus(int status) {
    return switch (status) {
      case 401, 403 -> ErrorKind.PROVIDER_AUTHENTICATION;
      case 402 -> ErrorKind.PROVIDER_QUOTA;
      case 404 -> ErrorKind.PROVIDER_NOT_FOUND;
      case 408, 409 -> ErrorKind.PROVIDER_ERROR;
      case 413 -> ErrorKind.TOO_LARGE;
      case 429 -> ErrorKind.PROVIDER_RATE_LIMITED;
      case 503, 529 -> ErrorKind.PROVIDER_OVERLOADED;
      default ->
          status >= 400 && status < 500 ? ErrorKind.INVALID_REQUEST : ErrorKind.PROVIDER_ERROR;
    };
  }
}
