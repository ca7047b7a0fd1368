package dev.sluice.dialects.responses;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response as this gateway writes it where the provider speaks another dialect.
 *
 * @param created seconds since 1970
 */
record ResponseObject(String id, long created, String model) {
  static ResponseObject of(ReplyContext context) {
    return new ResponseObject(context.requestId(), context.createdSeconds(), context.model());
  }

  /**
   * How far it is.
   *
   * @param status of the response
   * @param incomplete why it is not complete, null where it is
   * @param error that ended it, null where none did
   * @param output items as JSON text
   */
  record State(
      String status,
      @Nullable String incomplete,
      @Nullable ErrorInfo error,
      List<String> output,
      @Nullable TokenUsage usage,
      Map<String, String> usageFields) {
    static State inProgress() {
      return new State("in_progress", null, null, List.of(), null, Map.of());
    }

    static State failed(ErrorInfo error) {
      return new State("failed", null, error, List.of(), null, Map.of());
    }
  }

  /** The object as JSON text. Nothing is kept, so {@code store} is false whatever was asked. */
  String text(State state, ReplyContext context) {
    JsonText out = new JsonText(1024).object().field("id", id).field("object", "response");
    out.field("created_at", created).field("status", state.status()).field("background", false);
    ErrorInfo error = state.error();
    if (error == null) {
      out.nullField("error");
    } else {
      out.object("error").field("code", StreamFailure.code(error));
      out.field("message", error.getMessage()).endObject();
    }
    String incomplete = state.incomplete();
    if (incomplete == null) {
      out.nullField("incomplete_details");
    } else {
      out.object("incomplete_details").field("reason", incomplete).endObject();
    }
    out.field("model", model).array("output");
    state.output().forEach(out::raw);
    out.endArray().nullField("previous_response_id").field("store", false);
    out.rawFields(context.echo());
    ResponsesUsage.write(out, state.usage(), state.usageFields());
    return out.endObject().text();
  }
}
