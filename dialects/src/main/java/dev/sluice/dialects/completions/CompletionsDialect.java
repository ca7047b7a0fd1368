package dev.sluice.dialects.completions;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.GatewayError;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.request.AdmissionNotes;
import java.io.IOException;
import java.util.Map;

/** OpenAI's completions as a caller speaks them. Errors are those of its chat completions. */
public final class CompletionsDialect implements ClientDialect {
  /** Name of the dialect. */
  public static final String NAME = "completions";

  private final OpenAiDialect openAi = new OpenAiDialect();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ReadRequest read(byte[] body) {
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      return new RequestReader(in).read();
    } catch (IOException e) {
      return OpenAiDialect.notJson(e);
    }
  }

  @Override
  public byte[] reply(CanonicalReply reply, ReplyContext context) {
    return TextCompletion.of(reply, context);
  }

  @Override
  public StreamWriter stream(ReplyContext context) {
    return new CompletionsStreamWriter(context);
  }

  @Override
  public ErrorReply error(ErrorInfo error, ReplyContext context) {
    return openAi.error(error, context);
  }

  @Override
  public ErrorReply error(GatewayError error) {
    return openAi.error(error);
  }

  @Override
  public ErrorReply refusal(ReadRequest.Refused refused, ReplyContext context) {
    return openAi.refusal(refused, context);
  }

  @Override
  public Map<String, String> limitHeaders(AdmissionNotes notes, long nowMs) {
    return openAi.limitHeaders(notes, nowMs);
  }
}
