package dev.sluice.simulator.dialect.bedrock;

import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Errors as AWS words them: a message in the body, the type in a header. A wrong credential is 403,
 * a model that is not there is a request that is not valid, an overload is 503; nothing tells when
 * to come back.
 */
final class BedrockErrors {

  private static final String TYPE = "x-amzn-errortype";
  private static final String NAMESPACE = ":http://internal.amazon.com/coral/com.amazon.bedrock/";

  private BedrockErrors() {}

  static Answer.Whole answer(Refusal refusal, String serial) {
    return answer(code(refusal.reason()), type(refusal.reason()), message(refusal), serial);
  }

  static Answer.Whole answer(int status, String type, String message, String serial) {
    StringBuilder json = new StringBuilder(120).append("{\"message\":");
    JsonText.quote(message, json);
    List<Answer.Header> headers =
        List.of(
            new Answer.Header("content-type", "application/json"),
            new Answer.Header("x-amzn-requestid", "req-" + serial),
            new Answer.Header(TYPE, type + NAMESPACE));
    Buffer body = Buffer.buffer(json.append('}').toString());
    return new Answer.Whole(new Answer.Head(status, headers), body, Tokens.NONE, false);
  }

  static Buffer event() {
    return Messages.exception(
        "modelStreamErrorException",
        "{\"message\":\"The model ended its stream with an error.\",\"originalStatusCode\":500}");
  }

  private static String message(Refusal refusal) {
    return switch (refusal.reason()) {
      case CONTEXT_LENGTH -> "Input is too long for requested model.";
      case NOT_FOUND -> "The provided model identifier is invalid.";
      case AUTHENTICATION -> "The security token included in the request is invalid.";
      default -> refusal.message();
    };
  }

  private static int code(Refusal.Reason reason) {
    return switch (reason) {
      case AUTHENTICATION -> 403;
      case NOT_FOUND -> 400;
      case OVERLOADED -> 503;
      default -> reason.status();
    };
  }

  private static String type(Refusal.Reason reason) {
    return switch (reason) {
      case INVALID_REQUEST, CONTEXT_LENGTH, NOT_FOUND, TOO_LARGE -> "ValidationException";
      case AUTHENTICATION -> "UnrecognizedClientException";
      case PERMISSION -> "AccessDeniedException";
      case RATE_LIMIT -> "ThrottlingException";
      case SERVER_ERROR, BAD_GATEWAY -> "InternalServerException";
      case UNAVAILABLE, OVERLOADED -> "ServiceUnavailableException";
      case GATEWAY_TIMEOUT -> "ModelTimeoutException";
    };
  }
}
