package dev.sluice.dialects.openai;

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
 * Reads the error bodies of OpenAI and of the vendors that speak its dialect: an error object, a
 * message at the top, a detail, a bare string. The content type is not asked, it cannot be trusted.
 */
final class ErrorReader {
  private static final int LONGEST_BODY = 8192;

  private @Nullable String message;
  private @Nullable String type;
  private @Nullable String code;
  private @Nullable String param;
  private int innerStatus;

  private ErrorReader() {}

  static ProviderFailure of(ErrorKind kind, int status, String message) {
    return new ProviderFailure(kind, Canonical.error(kind, status, message));
  }

  static ProviderFailure read(int status, Map<String, String> headers, byte[] body) {
    var reader = new ErrorReader();
    boolean json = reader.parse(body);
    int meant = status < 400 && reader.innerStatus >= 400 ? reader.innerStatus : status;
    ErrorKind kind = reader.kind(meant);
    boolean secret = kind == ErrorKind.PROVIDER_AUTHENTICATION;
    String told = reader.message;
    if (secret) {
      told = "The provider refused the credential that the gateway has for it.";
    } else if (told == null || told.isBlank()) {
      told = "The provider answered with status %d.".formatted(meant);
    }
    ErrorInfo info = Canonical.error(kind, meant, told);
    info.setType(reader.type);
    info.setCode(reader.code);
    info.setParam(reader.param);
    info.setRetryAfterMs(RetryHints.retryAfterMs(headers));
    if (json && !secret && body.length <= LONGEST_BODY) {
      info.setBody(new String(body, StandardCharsets.UTF_8).strip());
    }
    return new ProviderFailure(kind, info);
  }

  private boolean parse(byte[] body) {
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      fields(in, true);
      in.end();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void fields(JsonCursor in, boolean top) throws IOException {
    while (in.nextField()) {
      switch (in.field()) {
        case "error" -> {
          if (in.isObject()) {
            fields(in, false);
          } else if (in.isString()) {
            message = in.string();
          } else {
            in.skip();
          }
        }
        case "message", "detail" -> {
          if (in.isString() && (message == null || !top)) {
            message = in.string();
          } else if (message == null && (in.isArray() || in.isObject())) {
            message = detail(in.raw());
          } else {
            in.skip();
          }
        }
        case "type" -> type = keep(type, in, top);
        case "code" -> code(in, top);
        case "status_code", "status" -> {
          Long status = in.longOrSkip();
          if (status != null && status >= 400 && status < 600) {
            innerStatus = status.intValue();
          }
        }
        case "param" -> param = keep(param, in, top);
        default -> in.skip();
      }
    }
  }

  /** What is wrong and where, of the first fault of a list, which may lie in an object. */
  private static @Nullable String detail(String raw) throws IOException {
    String fault = null;
    String place = null;
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      if (in.isArray()) {
        return in.nextElement() ? detail(in.raw()) : null;
      }
      boolean object = in.isObject();
      while (object && in.nextField()) {
        switch (in.field()) {
          case "detail" -> fault = detail(in.raw());
          case "msg" -> fault = in.stringOrSkip();
          case "loc" -> place = in.raw();
          default -> in.skip();
        }
      }
    }
    return fault == null || place == null ? fault : fault + ": " + place;
  }

  private static @Nullable String keep(@Nullable String known, JsonCursor in, boolean top)
      throws IOException {
    String read = in.stringOrSkip();
    return read == null || (top && known != null) ? known : read;
  }

  private void code(JsonCursor in, boolean top) throws IOException {
    if (in.isString()) {
      if (code == null || !top) {
        code = in.string();
      }
    } else if (in.fitsLong()) {
      long number = in.number();
      if (number >= 400 && number < 600) {
        innerStatus = (int) number;
      }
      code = code == null ? Long.toString(number) : code;
    } else {
      in.skip();
    }
  }

  private ErrorKind kind(int status) {
    String named = lower(code);
    String typed = lower(type);
    String text = lower(message);
    if (named.equals("content_filter") || named.equals("content_policy_violation")) {
      return ErrorKind.CONTENT_POLICY;
    }
    if (named.equals("context_length_exceeded") || (status < 500 && tooLong(text))) {
      return ErrorKind.CONTEXT_LENGTH;
    }
    if (isQuota(status, named, typed)) {
      return ErrorKind.PROVIDER_QUOTA;
    }
    if (named.equals("model_not_found")
        || named.equals("deploymentnotfound")
        || typed.equals("invalid_model")) {
      return ErrorKind.PROVIDER_NOT_FOUND;
    }
    if (named.equals("invalid_api_key") || (status == 400 && text.contains("incorrect api key"))) {
      return ErrorKind.PROVIDER_AUTHENTICATION;
    }
    return byStatus(status, named, typed);
  }

  private static boolean isQuota(int status, String named, String typed) {
    return status == 402
        || named.equals("insufficient_quota")
        || typed.equals("insufficient_quota")
        || named.equals("billing_hard_limit_reached")
        || typed.equals("exceeded_current_quota_error");
  }

  private static boolean tooLong(String text) {
    return text.contains("maximum context length")
        || text.contains("prompt too long")
        || text.contains("prompt is too long")
        || text.contains("context length exceeded")
        || text.contains("exceeds the context window")
        || text.contains("exceed context limit");
  }

  private static ErrorKind byStatus(int status, String named, String typed) {
    if (named.equals("rate_limit_exceeded") || typed.equals("rate_limit_error")) {
      return ErrorKind.PROVIDER_RATE_LIMITED;
    }
    return switch (status) {
      case 401, 403 -> ErrorKind.PROVIDER_AUTHENTICATION;
      case 404 -> ErrorKind.PROVIDER_NOT_FOUND;
      case 408, 409, 425 -> ErrorKind.PROVIDER_ERROR;
      case 413 -> ErrorKind.TOO_LARGE;
      case 429 -> ErrorKind.PROVIDER_RATE_LIMITED;
      case 498, 503, 529 -> ErrorKind.PROVIDER_OVERLOADED;
      default ->
          status >= 400 && status < 500 ? ErrorKind.INVALID_REQUEST : ErrorKind.PROVIDER_ERROR;
    };
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
