package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.GatewayError;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes errors. One that a provider of this dialect gave is passed on as it was, status included;
 * any other gets the status and type of its kind.
 */
final class ErrorWriter {
  private static final String INVALID = "invalid_request_error";
  private static final String SERVER = "api_error";
  private static final Map<String, String> NOT_AGAIN = Map.of("x-should-retry", "false");

  private ErrorWriter() {}

  static ErrorReply write(ErrorInfo error, ReplyContext context) {
    String type = type(ErrorKind.ofWireName(error.getKind()));
    Map<String, String> headers = again(error);
    if (isOwn(error.getBody())) {
      int status = error.getProviderStatus() >= 400 ? error.getProviderStatus() : statusOf(type);
      return new ErrorReply(status, headers, error.getBody().getBytes(StandardCharsets.UTF_8));
    }
    byte[] body = body(type, error.getMessage(), context.requestId());
    return new ErrorReply(status(error, type), headers, body);
  }

  /** An error of the gateway itself, whose status chooses the type. */
  static ErrorReply own(GatewayError error) {
    String type =
        switch (error.status()) {
          case 401 -> "authentication_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 413 -> "request_too_large";
          case 429 -> "rate_limit_error";
          case 503 -> "overloaded_error";
          case 504 -> "timeout_error";
          default -> error.status() < 500 ? INVALID : SERVER;
        };
    return new ErrorReply(error.status(), error.headers(), body(type, error.message(), null));
  }

  private static int status(ErrorInfo error, String type) {
    return switch (ErrorKind.ofWireName(error.getKind())) {
      case NO_CAPACITY, WORKER_LOST, PAYLOAD_LOST -> 503;
      case CONNECT_TIMEOUT, FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, ATTEMPT_TIMEOUT, DEADLINE_EXCEEDED ->
          504;
      case CANCELLED -> 499;
      case INTERNAL -> 500;
      case PROVIDER_AUTHENTICATION,
          PROVIDER_ERROR,
          PROVIDER_MALFORMED,
          PROVIDER_UNREACHABLE,
          STREAM_BROKEN,
          FATE_UNKNOWN,
          CREDENTIAL_MISSING ->
          502;
      default -> statusOf(type);
    };
  }

  private static Map<String, String> again(ErrorInfo error) {
    ErrorKind kind = ErrorKind.ofWireName(error.getKind());
    return kind == ErrorKind.BUDGET_EXCEEDED || kind == ErrorKind.UNPRICED
        ? NOT_AGAIN
        : retryAfter(error);
  }

  private static Map<String, String> retryAfter(ErrorInfo error) {
    Long ms = error.getRetryAfterMs();
    return ms == null
        ? Map.of()
        : Map.of("retry-after", Long.toString(Math.max(1, Math.ceilDiv(ms, 1000L))));
  }

  static ErrorReply refusal(ReadRequest.Refused refused, ReplyContext context) {
    String message = refused.errors().getFirst().message();
    return new ErrorReply(400, Map.of(), body(INVALID, message, context.requestId()));
  }

  /** The event that tells an error in a stream. */
  static SseEvent event(CanonicalEvent event) {
    String text = event.getText();
    if (text != null) {
      return new SseEvent("error", text.getBytes(StandardCharsets.UTF_8));
    }
    ErrorInfo error = event.getError();
    if (error == null) {
      error = Canonical.error(ErrorKind.INTERNAL, 0, "The stream broke.");
    }
    String type = type(ErrorKind.ofWireName(error.getKind()));
    return new SseEvent("error", body(type, error.getMessage(), null));
  }

  private static byte[] body(String type, String message, @Nullable String requestId) {
    var out = new JsonText(256).object().field("type", "error").object("error");
    out.field("type", type).field("message", message).endObject();
    return out.fieldIfSet("request_id", requestId).endObject().bytes();
  }

  private static boolean isOwn(@Nullable String body) {
    if (body == null || body.isEmpty()) {
      return false;
    }
    try (JsonCursor in = JsonCursor.ofValue(body)) {
      while (in.nextField()) {
        if (in.field().equals("type")) {
          return "error".equals(in.stringOrSkip());
        }
        in.skip();
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** The status that goes with an error type. */
  static int statusOf(@Nullable String type) {
    return switch (type == null ? "" : type) {
      case INVALID -> 400;
      case "authentication_error" -> 401;
      case "billing_error" -> 402;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "request_too_large" -> 413;
      case "rate_limit_error" -> 429;
      case "timeout_error" -> 504;
      case "overloaded_error" -> 529;
      default -> 500;
    };
  }

  private static String type(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, UNSUPPORTED, CONTEXT_LENGTH, CONTENT_POLICY, UNPRICED, CANCELLED ->
          INVALID;
      case UNKNOWN_MODEL, PROVIDER_NOT_FOUND -> "not_found_error";
      case AUTHENTICATION -> "authentication_error";
      case PERMISSION -> "permission_error";
      case TOO_LARGE -> "request_too_large";
      case PROVIDER_RATE_LIMITED, PROVIDER_QUOTA, RATE_LIMITED, BUDGET_EXCEEDED ->
          "rate_limit_error";
      case PROVIDER_OVERLOADED, NO_CAPACITY -> "overloaded_error";
      case CONNECT_TIMEOUT, FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, ATTEMPT_TIMEOUT, DEADLINE_EXCEEDED ->
          "timeout_error";
      default -> SERVER;
    };
  }
}
