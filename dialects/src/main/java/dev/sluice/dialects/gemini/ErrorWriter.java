package dev.sluice.dialects.gemini;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.GatewayError;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes errors. One that a provider of this dialect gave is passed on as it was, status included;
 * any other gets the code and status of its kind. When to try again is told in the details, as the
 * API does, and in a header.
 */
final class ErrorWriter {
  private static final String INVALID = "INVALID_ARGUMENT";
  private static final String UNAVAILABLE = "UNAVAILABLE";
  private static final Map<String, String> NOT_AGAIN = Map.of("x-should-retry", "false");

  private ErrorWriter() {}

  /** Code and status of a kind. */
  private record Word(int code, String status) {}

  static ErrorReply write(ErrorInfo error) {
    Word word = word(ErrorKind.ofWireName(error.getKind()));
    Map<String, String> headers = again(error);
    if (isOwn(error.getBody())) {
      int status = error.getProviderStatus() >= 400 ? error.getProviderStatus() : word.code();
      return new ErrorReply(status, headers, error.getBody().getBytes(StandardCharsets.UTF_8));
    }
    return new ErrorReply(word.code(), headers, body(error));
  }

  /** An error of the gateway itself, whose HTTP status chooses the status word. */
  static ErrorReply own(GatewayError error) {
    String status =
        switch (error.status()) {
          case 401 -> "UNAUTHENTICATED";
          case 403 -> "PERMISSION_DENIED";
          case 404 -> "NOT_FOUND";
          case 429 -> "RESOURCE_EXHAUSTED";
          case 503 -> UNAVAILABLE;
          case 504 -> "DEADLINE_EXCEEDED";
          default -> error.status() < 500 ? INVALID : "INTERNAL";
        };
    var out = new JsonText(256).object().object("error").field("code", error.status());
    out.field("message", error.message()).field("status", status);
    return new ErrorReply(error.status(), error.headers(), out.endObject().endObject().bytes());
  }

  private static Map<String, String> again(ErrorInfo error) {
    if (!mayRepeat(error)) {
      return NOT_AGAIN;
    }
    Long ms = error.getRetryAfterMs();
    return ms == null
        ? Map.of()
        : Map.of("retry-after", Long.toString(Math.max(1, Math.ceilDiv(ms, 1000L))));
  }

  private static boolean mayRepeat(ErrorInfo error) {
    ErrorKind kind = ErrorKind.ofWireName(error.getKind());
    return kind != ErrorKind.BUDGET_EXCEEDED && kind != ErrorKind.UNPRICED;
  }

  static ErrorReply refusal(ReadRequest.Refused refused) {
    var out = new JsonText(256).object().object("error").field("code", 400);
    out.field("message", refused.errors().getFirst().message()).field("status", INVALID);
    out.array("details").object();
    out.field("@type", "type.googleapis.com/google.rpc.BadRequest").array("fieldViolations");
    for (ReadRequest.FieldError one : refused.errors()) {
      out.object().fieldIfSet("field", one.param());
      out.field("description", one.message()).endObject();
    }
    byte[] body = out.endArray().endObject().endArray().endObject().endObject().bytes();
    return new ErrorReply(400, Map.of(), body);
  }

  /** The event that tells an error in a stream. */
  static SseEvent event(@Nullable ErrorInfo error) {
    if (error == null) {
      return SseEvent.of(body(Canonical.error(ErrorKind.INTERNAL, 0, "The stream broke.")));
    }
    return isOwn(error.getBody()) ? SseEvent.of(error.getBody()) : SseEvent.of(body(error));
  }

  private static byte[] body(ErrorInfo error) {
    Word word = word(ErrorKind.ofWireName(error.getKind()));
    var out = new JsonText(256).object().object("error").field("code", word.code());
    out.field("message", error.getMessage()).field("status", word.status());
    Long ms = error.getRetryAfterMs();
    if (ms != null && mayRepeat(error)) {
      String seconds = BigDecimal.valueOf(ms, 3).stripTrailingZeros().toPlainString();
      out.array("details").object();
      out.field("@type", "type.googleapis.com/google.rpc.RetryInfo");
      out.field("retryDelay", seconds + "s").endObject().endArray();
    }
    return out.endObject().endObject().bytes();
  }

  /** Whether the body is an error of this dialect: a number as code and a word as status. */
  private static boolean isOwn(@Nullable String body) {
    if (body == null || body.isEmpty()) {
      return false;
    }
    try (JsonCursor in = JsonCursor.ofValue(body)) {
      while (in.nextField()) {
        if (in.field().equals("error") && in.isObject()) {
          return hasCodeAndStatus(in);
        }
        in.skip();
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean hasCodeAndStatus(JsonCursor in) throws IOException {
    boolean code = false;
    boolean status = false;
    while (in.nextField()) {
      code |= in.field().equals("code") && in.isInteger();
      status |= in.field().equals("status") && in.isString();
      in.skip();
    }
    return code && status;
  }

  private static Word word(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, UNSUPPORTED, CONTEXT_LENGTH, CONTENT_POLICY, TOO_LARGE ->
          new Word(kind == ErrorKind.TOO_LARGE ? 413 : 400, INVALID);
      case UNPRICED -> new Word(400, "FAILED_PRECONDITION");
      case UNKNOWN_MODEL, PROVIDER_NOT_FOUND -> new Word(404, "NOT_FOUND");
      case AUTHENTICATION -> new Word(401, "UNAUTHENTICATED");
      case PERMISSION -> new Word(403, "PERMISSION_DENIED");
      case PROVIDER_RATE_LIMITED, PROVIDER_QUOTA, RATE_LIMITED, BUDGET_EXCEEDED ->
          new Word(429, "RESOURCE_EXHAUSTED");
      case PROVIDER_OVERLOADED, NO_CAPACITY, WORKER_LOST, PAYLOAD_LOST ->
          new Word(503, UNAVAILABLE);
      case CONNECT_TIMEOUT, FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, ATTEMPT_TIMEOUT, DEADLINE_EXCEEDED ->
          new Word(504, "DEADLINE_EXCEEDED");
      case PROVIDER_AUTHENTICATION,
          PROVIDER_ERROR,
          PROVIDER_MALFORMED,
          PROVIDER_UNREACHABLE,
          STREAM_BROKEN,
          FATE_UNKNOWN,
          CREDENTIAL_MISSING ->
          new Word(502, UNAVAILABLE);
      case CANCELLED -> new Word(499, "CANCELLED");
      case INTERNAL -> new Word(500, "INTERNAL");
    };
  }
}
