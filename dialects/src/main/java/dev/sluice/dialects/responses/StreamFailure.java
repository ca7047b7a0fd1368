package dev.sluice.dialects.responses;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * How a stream ends that fails: an event {@code error} and then {@code response.failed}. OpenAI
 * documents the error's fields in the event itself and sends them in an object {@code error}, for
 * which its SDKs look; they are in both places.
 */
final class StreamFailure {
  private StreamFailure() {}

  static List<SseEvent> events(
      ErrorInfo error, ResponseObject response, ReplyContext context, long sequence) {
    Map<String, String> told = told(error, context);
    JsonText first = new JsonText(512).object().field("type", "error");
    first.field("sequence_number", sequence);
    for (String field : List.of("code", "message", "param")) {
      first.rawField(field, told.getOrDefault(field, "null"));
    }
    first.object("error").rawFields(told).endObject();
    JsonText second = new JsonText(512).object().field("type", "response.failed");
    second.field("sequence_number", sequence + 1);
    second.rawField("response", response.text(ResponseObject.State.failed(error), context));
    return List.of(
        new SseEvent("error", first.endObject().bytes()),
        new SseEvent("response.failed", second.endObject().bytes()));
  }

  /** The error as this dialect tells it where it is the whole answer. */
  private static Map<String, String> told(ErrorInfo error, ReplyContext context) {
    byte[] body = new OpenAiDialect().error(error, context).body();
    try (JsonCursor in = JsonCursor.ofValue(new String(body, StandardCharsets.UTF_8))) {
      while (in.nextField()) {
        if (in.field().equals("error") && in.isObject()) {
          return in.rawFields();
        }
        in.skip();
      }
      return Map.of();
    } catch (IOException e) {
      return Map.of("message", JsonText.quoted(error.getMessage()));
    }
  }

  /** The code of a failed response: OpenAI knows few. */
  static String code(ErrorInfo error) {
    return switch (ErrorKind.ofWireName(error.getKind())) {
      case PROVIDER_RATE_LIMITED, RATE_LIMITED, PROVIDER_QUOTA, BUDGET_EXCEEDED ->
          "rate_limit_exceeded";
      case INVALID_REQUEST, UNSUPPORTED, CONTEXT_LENGTH, CONTENT_POLICY, TOO_LARGE ->
          "invalid_prompt";
      default -> "server_error";
    };
  }
}
