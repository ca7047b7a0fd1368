package dev.sluice.dialects.gemini;

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

/**
 * Reads error bodies: an error object with code, message, status and details, alone or as the only
 * element of a list. Of the details a reason, the quota that is used up and the time to wait count.
 */
final class ErrorReader {
  private static final int LONGEST_BODY = 8192;
  private static final long LONGEST_WAIT_MS = 86_400_000;

  private @Nullable String message;
  private @Nullable String status;
  private @Nullable String reason;
  private @Nullable Long retryMs;
  private boolean daily;
  private int code;

  private ErrorReader() {}

  static ProviderFailure of(ErrorKind kind, int status, String message) {
    return new ProviderFailure(kind, Canonical.error(kind, status, message));
  }

  static ProviderFailure read(int status, Map<String, String> headers, byte[] body) {
    var reader = new ErrorReader();
    byte[] object = alone(body);
    boolean json = reader.parse(object);
    int meant = status >= 400 ? status : Math.max(reader.code, 0);
    ErrorKind kind = reader.kind(meant);
    boolean secret = kind == ErrorKind.PROVIDER_AUTHENTICATION;
    String told = reader.message;
    if (secret) {
      told = "The provider refused the credential that the gateway has for it.";
    } else if (told == null || told.isBlank()) {
      told = "The provider answered with status %d.".formatted(meant);
    }
    ErrorInfo info = Canonical.error(kind, meant, told);
    info.setType(reader.status);
    info.setCode(reader.reason);
    Long inHeaders = RetryHints.retryAfterMs(headers);
    info.setRetryAfterMs(inHeaders == null ? reader.retryMs : inHeaders);
    if (json && !secret && object.length <= LONGEST_BODY) {
      info.setBody(new String(object, StandardCharsets.UTF_8).strip());
    }
    return new ProviderFailure(kind, info);
  }

  /** The one element of a list, or the body as it is. */
  private static byte[] alone(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (!text.startsWith("[")) {
      return body;
    }
    try (JsonCursor in = JsonCursor.ofValue(text)) {
      return in.nextElement() && in.isObject() ? in.raw().getBytes(StandardCharsets.UTF_8) : body;
    } catch (IOException e) {
      return body;
    }
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
        case "code" -> {
          Long number = in.longOrSkip();
          code = number == null || number < 400 || number > 599 ? 0 : number.intValue();
        }
        case "message" -> message = in.stringOrSkip();
        case "status" -> status = in.stringOrSkip();
        case "details" -> details(in);
        default -> in.skip();
      }
    }
  }

  private void details(JsonCursor in) throws IOException {
    if (!in.isArray()) {
      in.skip();
      return;
    }
    while (in.nextElement()) {
      if (in.isObject()) {
        detail(in);
      } else {
        in.skip();
      }
    }
  }

  private void detail(JsonCursor in) throws IOException {
    while (in.nextField()) {
      switch (in.field()) {
        case "reason" -> {
          String told = in.stringOrSkip();
          reason = reason == null ? told : reason;
        }
        case "retryDelay" -> retryMs = milliseconds(in.stringOrSkip());
        case "violations" -> daily |= in.raw().contains("PerDay");
        default -> in.skip();
      }
    }
  }

  /** A span in seconds with an {@code s} behind it. */
  private static @Nullable Long milliseconds(@Nullable String span) {
    if (span == null || !span.endsWith("s")) {
      return null;
    }
    try {
      double ms = Double.parseDouble(span.substring(0, span.length() - 1)) * 1000;
      return ms >= 0 ? Long.valueOf((long) Math.min(Math.ceil(ms), LONGEST_WAIT_MS)) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private ErrorKind kind(int meant) {
    String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
    String named = reason == null ? "" : reason;
    if (named.startsWith("API_KEY_") || text.startsWith("api key ")) {
      return ErrorKind.PROVIDER_AUTHENTICATION;
    }
    if (text.contains("exceeds the maximum number of tokens")) {
      return ErrorKind.CONTEXT_LENGTH;
    }
    return switch (status == null ? "" : status) {
      case "UNAUTHENTICATED", "PERMISSION_DENIED" -> ErrorKind.PROVIDER_AUTHENTICATION;
      case "NOT_FOUND" -> ErrorKind.PROVIDER_NOT_FOUND;
      // what the account or the place of the deployment lacks; another deployment may have it
      case "FAILED_PRECONDITION" ->
          text.contains("billing") ? ErrorKind.PROVIDER_QUOTA : ErrorKind.PROVIDER_NOT_FOUND;
      case "RESOURCE_EXHAUSTED" ->
          daily ? ErrorKind.PROVIDER_QUOTA : ErrorKind.PROVIDER_RATE_LIMITED;
      case "UNAVAILABLE" -> ErrorKind.PROVIDER_OVERLOADED;
      case "INTERNAL", "DEADLINE_EXCEEDED", "UNKNOWN", "ABORTED" -> ErrorKind.PROVIDER_ERROR;
      default -> byStatus(meant);
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
      case 503 -> ErrorKind.PROVIDER_OVERLOADED;
      default ->
          status >= 400 && status < 500 ? ErrorKind.INVALID_REQUEST : ErrorKind.PROVIDER_ERROR;
    };
  }
}
