package dev.sluice.dialects.openai;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.GatewayError;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes errors. One that a provider of this dialect gave is passed on as it was, status included;
 * any other gets the status, type and code of its kind.
 *
 * <p>OpenAI's SDKs repeat a 429, after as long as its headers say. A refusal that only another
 * budget or another price changes says that it must not be repeated.
 */
final class ErrorWriter {
  private static final String INVALID = "invalid_request_error";
  private static final String SERVER = "server_error";
  private static final String QUOTA = "insufficient_quota";
  private static final String RATE_LIMIT = "rate_limit_exceeded";
  private static final Map<String, String> NOT_AGAIN = Map.of("x-should-retry", "false");

  /** How the router begins its message where the limit counts tokens. */
  private static final String OF_TOKENS = "Rate limit reached for tokens";

  private ErrorWriter() {}

  /** Status, type and code of a kind. */
  private record Word(int status, String type, @Nullable String code) {}

  static ErrorReply write(ErrorInfo error) {
    Word word = word(error);
    Map<String, String> headers = again(error);
    if (isOwn(error.getBody())) {
      int status = error.getProviderStatus() >= 400 ? error.getProviderStatus() : word.status();
      return new ErrorReply(status, headers, error.getBody().getBytes(StandardCharsets.UTF_8));
    }
    return new ErrorReply(word.status(), headers, body(error));
  }

  /** An error of the gateway itself; its code is passed on as it is. */
  static ErrorReply own(GatewayError error) {
    JsonText json = new JsonText(error.message().length() + 96).object().object("error");
    json.field("message", error.message()).field("type", error.status() < 500 ? INVALID : SERVER);
    nullable(json, "param", error.param());
    nullable(json, "code", error.code());
    return new ErrorReply(error.status(), error.headers(), json.endObject().endObject().bytes());
  }

  private static Map<String, String> again(ErrorInfo error) {
    ErrorKind kind = ErrorKind.ofWireName(error.getKind());
    return kind == ErrorKind.BUDGET_EXCEEDED || kind == ErrorKind.UNPRICED
        ? NOT_AGAIN
        : retryAfter(error);
  }

  private static Map<String, String> retryAfter(ErrorInfo error) {
    Long ms = error.getRetryAfterMs();
    if (ms == null) {
      return Map.of();
    }
    long seconds = Math.max(1, Math.ceilDiv(ms, 1000L));
    return Map.of(
        "retry-after", Long.toString(seconds), "retry-after-ms", Long.toString(Math.max(0, ms)));
  }

  static ErrorReply refusal(ReadRequest.Refused refused) {
    ReadRequest.FieldError first = refused.errors().getFirst();
    ErrorInfo error = Canonical.error(ErrorKind.INVALID_REQUEST, 0, first.message());
    error.setParam(first.param());
    error.setCode(first.code());
    return new ErrorReply(400, Map.of(), object(error, INVALID, first.code()));
  }

  /** Data of the event that tells an error in a stream. */
  static byte[] event(CanonicalEvent event) {
    if (!event.getExtras().isEmpty()) {
      return new JsonText(256).object().rawFields(event.getExtras()).endObject().bytes();
    }
    ErrorInfo error = event.getError();
    return body(
        error == null ? Canonical.error(ErrorKind.INTERNAL, 0, "The stream broke.") : error);
  }

  private static byte[] body(ErrorInfo error) {
    Word word = word(error);
    return object(error, word.type(), word.code() == null ? error.getCode() : word.code());
  }

  private static byte[] object(ErrorInfo error, String type, @Nullable String code) {
    var out = new JsonText(256).object().object("error");
    out.field("message", error.getMessage()).field("type", type);
    nullable(out, "param", error.getParam());
    nullable(out, "code", code);
    return out.endObject().endObject().bytes();
  }

  private static void nullable(JsonText out, String field, @Nullable String value) {
    if (value == null) {
      out.nullField(field);
    } else {
      out.field(field, value);
    }
  }

  /** Whether the body is an error of this dialect: an error object, and no type at the top. */
  private static boolean isOwn(@Nullable String body) {
    if (body == null || body.isEmpty()) {
      return false;
    }
    try (JsonCursor in = JsonCursor.ofValue(body)) {
      boolean error = false;
      while (in.nextField()) {
        if (in.field().equals("type")) {
          return false;
        }
        error |= in.field().equals("error") && in.isObject() && hasMessage(in);
        in.skip();
      }
      return error;
    } catch (IOException e) {
      return false;
    }
  }

  /** Google's errors have a message, too, beside a number as code and a word as status. */
  private static boolean hasMessage(JsonCursor in) throws IOException {
    boolean message = false;
    boolean code = false;
    boolean status = false;
    while (in.nextField()) {
      message |= in.field().equals("message") && in.isString();
      code |= in.field().equals("code") && in.isInteger();
      status |= in.field().equals("status") && in.isString();
      in.skip();
    }
    return message && !(code && status);
  }

  private static Word word(ErrorInfo error) {
    ErrorKind kind = ErrorKind.ofWireName(error.getKind());
    return switch (kind) {
      case INVALID_REQUEST, UNSUPPORTED -> new Word(400, INVALID, null);
      case UNKNOWN_MODEL -> new Word(404, INVALID, "model_not_found");
      case AUTHENTICATION -> new Word(401, INVALID, "invalid_api_key");
      case PERMISSION -> new Word(403, "permission_error", null);
      case TOO_LARGE -> new Word(413, INVALID, "request_too_large");
      case CONTEXT_LENGTH -> new Word(400, INVALID, "context_length_exceeded");
      case CONTENT_POLICY -> new Word(400, INVALID, "content_filter");
      case PROVIDER_NOT_FOUND -> new Word(404, INVALID, "model_not_found");
      case PROVIDER_RATE_LIMITED -> new Word(429, "rate_limit_error", RATE_LIMIT);
      case RATE_LIMITED -> new Word(429, counted(error), RATE_LIMIT);
      case PROVIDER_QUOTA, BUDGET_EXCEEDED -> new Word(429, QUOTA, QUOTA);
      case PROVIDER_OVERLOADED -> new Word(503, SERVER, "overloaded");
      case NO_CAPACITY, WORKER_LOST, PAYLOAD_LOST -> new Word(503, SERVER, kind.wireName());
      case CONNECT_TIMEOUT, FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, ATTEMPT_TIMEOUT, DEADLINE_EXCEEDED ->
          new Word(504, SERVER, kind.wireName());
      case PROVIDER_AUTHENTICATION,
          PROVIDER_ERROR,
          PROVIDER_MALFORMED,
          PROVIDER_UNREACHABLE,
          STREAM_BROKEN,
          FATE_UNKNOWN,
          CREDENTIAL_MISSING ->
          new Word(502, SERVER, kind.wireName());
      case CANCELLED -> new Word(499, INVALID, "cancelled");
      case UNPRICED -> new Word(400, INVALID, "model_not_priced");
      case INTERNAL -> new Word(500, SERVER, kind.wireName());
    };
  }

  /** What the limit counts: OpenAI's type of a 429. */
  private static String counted(ErrorInfo error) {
    return error.getMessage().startsWith(OF_TOKENS) ? "tokens" : "requests";
  }
}
