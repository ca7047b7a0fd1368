package dev.sluice.simulator.dialect.anthropic;

import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Errors as Anthropic words them: an error object with a type, and the id of the request. */
final class AnthropicErrors {

  private AnthropicErrors() {}

  static Answer.Whole answer(Refusal refusal, String serial, List<Answer.Header> headers) {
    StringBuilder json = new StringBuilder(200);
    json.append("{\"type\":\"error\",\"error\":{\"type\":\"").append(type(refusal.reason()));
    json.append("\",\"message\":");
    JsonText.quote(refusal.message(), json);
    json.append("},\"request_id\":\"req_").append(serial).append("\"}");
    Answer.Head head = new Answer.Head(refusal.reason().status(), headers);
    return new Answer.Whole(head, Buffer.buffer(json.toString()), Tokens.NONE, false);
  }

  static Buffer event() {
    return Buffer.buffer(
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"details\":null,"
            + "\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n");
  }

  private static String type(Refusal.Reason reason) {
    return switch (reason) {
      case INVALID_REQUEST, CONTEXT_LENGTH -> "invalid_request_error";
      case AUTHENTICATION -> "authentication_error";
      case PERMISSION -> "permission_error";
      case NOT_FOUND -> "not_found_error";
      case TOO_LARGE -> "request_too_large";
      case RATE_LIMIT -> "rate_limit_error";
      case SERVER_ERROR, BAD_GATEWAY, UNAVAILABLE -> "api_error";
      case GATEWAY_TIMEOUT -> "timeout_error";
      case OVERLOADED -> "overloaded_error";
    };
  }
}
