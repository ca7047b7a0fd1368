package dev.sluice.dialects.bedrock;

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
 * Reads errors: a message, and a type that a header or the body names. In a stream the type is the
 * name of the event, beginning with a small letter.
 */
final class ErrorReader {
  private static final int LONGEST_BODY = 8192;
  private static final String EXCEPTION = "exception";

  private @Nullable String message;
  private String type;

  private ErrorReader(String type) {
    this.type = type;
  }

  static ProviderFailure of(ErrorKind kind, int status, String message) {
    return new ProviderFailure(kind, Canonical.error(kind, status, message));
  }

  /** Whether an event of this name is an error. */
  static boolean isError(String event) {
    return event.toLowerCase(Locale.ROOT).endsWith(EXCEPTION);
  }

  static ProviderFailure read(int status, Map<String, String> headers, byte[] body) {
    var reader = new ErrorReader(bare(headers.getOrDefault("x-amzn-errortype", "")));
    return reader.failure(status, headers, body);
  }

  /** The failure that an event of a stream tells. */
  static ProviderFailure ofEvent(String name, byte[] data) {
    var reader = new ErrorReader(isError(name) ? bare(name) : "");
    return reader.failure(0, Map.of(), data);
  }

  /** {@code ThrottlingException:http://…} and {@code com.amazon…#ThrottlingException} alike. */
  private static String bare(String type) {
    String bare = type.substring(type.lastIndexOf('#') + 1);
    int colon = bare.indexOf(':');
    return colon < 0 ? bare.strip() : bare.substring(0, colon).strip();
  }

  private ProviderFailure failure(int given, Map<String, String> headers, byte[] body) {
    boolean json = parse(body);
    String word = type.toLowerCase(Locale.ROOT).replace(EXCEPTION, "");
    int status = given == 0 ? statusOf(word) : given;
    ErrorKind kind = kind(word, status);
    boolean secret = kind == ErrorKind.PROVIDER_AUTHENTICATION;
    String told = message;
    if (secret) {
      told = "The provider refused the credential that the gateway has for it.";
    } else if (told == null || told.isBlank()) {
      told = "The provider answered with status %d.".formatted(status);
    }
    ErrorInfo info = Canonical.error(kind, status, told);
    info.setType(type.isEmpty() ? null : type);
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
          case "message", "Message" -> message = in.stringOrSkip();
          case "__type", "code" -> {
            String word = in.stringOrSkip();
            type = type.isEmpty() && word != null ? bare(word) : type;
          }
          default -> in.skip();
        }
      }
      in.end();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The status that the same error has outside of a stream. */
  private static int statusOf(String word) {
    return switch (word) {
      case "validation" -> 400;
      case "accessdenied" -> 403;
      case "modeltimeout" -> 408;
      case "modelstreamerror", "modelerror" -> 424;
      case "throttling", "modelnotready" -> 429;
      case "serviceunavailable" -> 503;
      default -> 500;
    };
  }

  private ErrorKind kind(String word, int status) {
    String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
    return switch (word) {
      case "accessdenied" ->
          text.contains("access to the model")
              ? ErrorKind.PROVIDER_NOT_FOUND
              : ErrorKind.PROVIDER_AUTHENTICATION;
      case "unrecognizedclient",
          "invalidsignature",
          "expiredtoken",
          "incompletesignature",
          "invalidclienttokenid",
          "missingauthenticationtoken" ->
          ErrorKind.PROVIDER_AUTHENTICATION;
      case "servicequotaexceeded" -> ErrorKind.PROVIDER_QUOTA;
      case "modelnotready", "serviceunavailable" -> ErrorKind.PROVIDER_OVERLOADED;
      case "resourcenotfound" -> ErrorKind.PROVIDER_NOT_FOUND;
      case "throttling" -> limited(text);
      case "validation" -> refused(text);
      default -> byStatus(status, text);
    };
  }

  private static ErrorKind byStatus(int status, String text) {
    return switch (status) {
      case 401, 403 -> ErrorKind.PROVIDER_AUTHENTICATION;
      case 404 -> ErrorKind.PROVIDER_NOT_FOUND;
      case 408, 409, 424, 425, 499 -> ErrorKind.PROVIDER_ERROR;
      case 413 -> ErrorKind.TOO_LARGE;
      case 429 -> limited(text);
      case 503 -> ErrorKind.PROVIDER_OVERLOADED;
      default -> status >= 400 && status < 500 ? refused(text) : ErrorKind.PROVIDER_ERROR;
    };
  }

  /** What an account has for a day does not come back by waiting. */
  private static ErrorKind limited(String text) {
    return text.contains("per day") ? ErrorKind.PROVIDER_QUOTA : ErrorKind.PROVIDER_RATE_LIMITED;
  }

  /** A model that is not there, or only by a profile, is a request that is not valid here. */
  private static ErrorKind refused(String text) {
    if (text.contains("model identifier") || text.contains("on-demand throughput")) {
      return ErrorKind.PROVIDER_NOT_FOUND;
    }
    boolean tooLong =
        text.contains("input is too long")
            || text.contains("prompt is too long")
            || text.contains("too many input tokens")
            || text.contains("maximum context length");
    return tooLong ? ErrorKind.CONTEXT_LENGTH : ErrorKind.INVALID_REQUEST;
  }
}
