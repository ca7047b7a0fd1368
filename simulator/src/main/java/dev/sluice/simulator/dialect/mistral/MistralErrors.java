package dev.sluice.simulator.dialect.mistral;

import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Errors as Mistral words them: a detail for a wrong key, a flat object for all others. */
final class MistralErrors {

  private MistralErrors() {}

  static Answer.Whole answer(Refusal refusal, List<Answer.Header> headers) {
    StringBuilder json = new StringBuilder(200);
    if (refusal.reason() == Refusal.Reason.AUTHENTICATION) {
      json.append("{\"detail\":\"Invalid API Key\"}");
    } else {
      append(refusal.message(), type(refusal.reason()), json);
    }
    int status = refusal.reason() == Refusal.Reason.OVERLOADED ? 503 : refusal.reason().status();
    Answer.Head head = new Answer.Head(status, headers);
    return new Answer.Whole(head, Buffer.buffer(json.toString()), Tokens.NONE, false);
  }

  static Buffer event() {
    StringBuilder json = new StringBuilder("data: ");
    append("The model failed while it was answering.", "internal_server_error", json);
    return Buffer.buffer(json.append("\n\n").toString());
  }

  private static void append(String message, String type, StringBuilder json) {
    json.append("{\"object\":\"error\",\"message\":");
    JsonText.quote(message, json);
    json.append(",\"type\":\"").append(type).append("\",\"param\":null,\"code\":null}");
  }

  private static String type(Refusal.Reason reason) {
    return switch (reason) {
      case INVALID_REQUEST, CONTEXT_LENGTH, AUTHENTICATION, PERMISSION, TOO_LARGE ->
          "invalid_request_error";
      case NOT_FOUND -> "invalid_model";
      case RATE_LIMIT -> "rate_limited";
      case SERVER_ERROR, BAD_GATEWAY, UNAVAILABLE, GATEWAY_TIMEOUT, OVERLOADED ->
          "internal_server_error";
    };
  }
}
