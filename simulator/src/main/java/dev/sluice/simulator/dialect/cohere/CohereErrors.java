package dev.sluice.simulator.dialect.cohere;

import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Errors as Cohere words them: an id, a message, and for some a type in capitals. */
final class CohereErrors {

  private CohereErrors() {}

  static Answer.Whole answer(Refusal refusal, String serial, List<Answer.Header> headers) {
    StringBuilder json = new StringBuilder(200).append('{');
    boolean tooLong = refusal.reason() == Refusal.Reason.CONTEXT_LENGTH;
    if (tooLong) {
      json.append("\"error_type\":\"TOO_MANY_TOKENS\",");
    }
    json.append("\"id\":\"").append(serial).append("\",\"message\":");
    JsonText.quote((tooLong ? "too many tokens: " : "") + refusal.message(), json);
    Answer.Head head = new Answer.Head(status(refusal.reason()), headers);
    Buffer body = Buffer.buffer(json.append('}').toString());
    return new Answer.Whole(head, body, Tokens.NONE, false);
  }

  private static int status(Refusal.Reason reason) {
    return reason == Refusal.Reason.OVERLOADED ? 503 : reason.status();
  }

  static Buffer event() {
    return Buffer.buffer(
        "event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\","
            + "\"error\":\"The model failed while it was answering.\"}}\n\n");
  }
}
