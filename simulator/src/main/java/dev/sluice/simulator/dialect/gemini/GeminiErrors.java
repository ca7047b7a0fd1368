package dev.sluice.simulator.dialect.gemini;

import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Errors as Google words them: a code, a status, and details where there are any. A wrong key is an
 * invalid argument, an overload is 503, and when to come back is told in the details only.
 */
final class GeminiErrors {

  private GeminiErrors() {}

  static Answer.Whole answer(Refusal refusal, List<Answer.Header> headers) {
    int code = code(refusal.reason());
    StringBuilder json = new StringBuilder(240);
    json.append("{\"error\":{\"code\":").append(code).append(",\"message\":");
    JsonText.quote(message(refusal), json);
    json.append(",\"status\":\"").append(status(refusal.reason())).append('"');
    if (refusal.reason() == Refusal.Reason.AUTHENTICATION) {
      json.append(",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",");
      json.append("\"reason\":\"API_KEY_INVALID\",\"domain\":\"googleapis.com\"}]");
    } else if (refusal.retryAfterSeconds() > 0) {
      json.append(",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",");
      json.append("\"retryDelay\":\"").append(refusal.retryAfterSeconds()).append("s\"}]");
    }
    Buffer body = Buffer.buffer(json.append("}}").toString());
    return new Answer.Whole(new Answer.Head(code, headers), body, Tokens.NONE, false);
  }

  private static String message(Refusal refusal) {
    return switch (refusal.reason()) {
      case AUTHENTICATION -> "API key not valid. Please pass a valid API key.";
      case CONTEXT_LENGTH ->
          refusal.message()
              + " The input token count exceeds the maximum number of tokens allowed.";
      default -> refusal.message();
    };
  }

  /**
   * What ends a stream that went wrong.
   *
   * @param array whether the stream is a JSON array that has begun
   */
  static Buffer event(boolean array) {
    String error =
        "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\","
            + "\"status\":\"UNAVAILABLE\"}}";
    return Buffer.buffer(array ? ',' + error + ']' : "data: " + error + "\r\n\r\n");
  }

  private static int code(Refusal.Reason reason) {
    return switch (reason) {
      case AUTHENTICATION, TOO_LARGE -> 400;
      case OVERLOADED -> 503;
      default -> reason.status();
    };
  }

  private static String status(Refusal.Reason reason) {
    return switch (reason) {
      case INVALID_REQUEST, CONTEXT_LENGTH, AUTHENTICATION, TOO_LARGE -> "INVALID_ARGUMENT";
      case PERMISSION -> "PERMISSION_DENIED";
      case NOT_FOUND -> "NOT_FOUND";
      case RATE_LIMIT -> "RESOURCE_EXHAUSTED";
      case SERVER_ERROR -> "INTERNAL";
      case BAD_GATEWAY, UNAVAILABLE, OVERLOADED -> "UNAVAILABLE";
      case GATEWAY_TIMEOUT -> "DEADLINE_EXCEEDED";
    };
  }
}
