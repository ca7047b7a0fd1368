package dev.sluice.simulator.dialect.openai;

import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Errors as OpenAI words them: an object with message, type, param and code. */
final class OpenAiErrors {

  private OpenAiErrors() {}

  static Answer.Whole answer(Refusal refusal, List<Answer.Header> headers) {
    StringBuilder json = new StringBuilder(200);
    appendError(refusal.message(), type(refusal.reason()), code(refusal.reason()), json);
    Answer.Head head = new Answer.Head(refusal.reason().status(), headers);
    return new Answer.Whole(head, Buffer.buffer(json.toString()), Tokens.NONE, false);
  }

  static Buffer event() {
    StringBuilder json = new StringBuilder("data: ");
    appendError("The model failed while it was answering.", "server_error", "", json);
    return Buffer.buffer(json.append("\n\n").toString());
  }

  /** The same as an event of a response. */
  static Buffer responseEvent() {
    StringBuilder json = new StringBuilder("event: error\ndata: {\"type\":\"error\",");
    json.append("\"sequence_number\":2,");
    StringBuilder error = new StringBuilder(160);
    appendError("The model failed while it was answering.", "server_error", "", error);
    return Buffer.buffer(json.append(error.substring(1)).append("\n\n").toString());
  }

  private static void appendError(String message, String type, String code, StringBuilder json) {
    json.append("{\"error\":{\"message\":");
    JsonText.quote(message, json);
    json.append(",\"type\":\"").append(type).append("\",\"param\":null,\"code\":");
    if (code.isEmpty()) {
      json.append("null");
    } else {
      JsonText.quote(code, json);
    }
    json.append("}}");
  }

  private static String type(Refusal.Reason reason) {
    return switch (reason) {
      case INVALID_REQUEST, CONTEXT_LENGTH, AUTHENTICATION, PERMISSION, NOT_FOUND, TOO_LARGE ->
          "invalid_request_error";
      case RATE_LIMIT -> "requests";
      case SERVER_ERROR, BAD_GATEWAY, UNAVAILABLE, GATEWAY_TIMEOUT, OVERLOADED -> "server_error";
    };
  }

  private static String code(Refusal.Reason reason) {
    return switch (reason) {
      case CONTEXT_LENGTH -> "context_length_exceeded";
      case AUTHENTICATION -> "invalid_api_key";
      case NOT_FOUND -> "model_not_found";
      case RATE_LIMIT -> "rate_limit_exceeded";
      case INVALID_REQUEST,
          PERMISSION,
          TOO_LARGE,
          SERVER_ERROR,
          BAD_GATEWAY,
          UNAVAILABLE,
          GATEWAY_TIMEOUT,
          OVERLOADED ->
          "";
    };
  }
}
