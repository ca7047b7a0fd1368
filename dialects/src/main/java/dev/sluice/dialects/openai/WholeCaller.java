package dev.sluice.dialects.openai;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.GatewayError;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.request.AdmissionNotes;
import java.io.IOException;
import java.util.Map;

/** A caller of an API that is answered whole, with OpenAI's errors and headers. */
public abstract class WholeCaller implements ClientDialect {
  /** What the object under the cursor asks for, or why it cannot be read. */
  protected abstract ReadRequest read(JsonCursor in) throws IOException;

  @Override
  public final String name() {
    return OpenAiDialect.NAME;
  }

  @Override
  public final ReadRequest read(byte[] body) {
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      return read(in);
    } catch (IOException e) {
      return OpenAiDialect.notJson(e);
    }
  }

  /** Never called: no request of these APIs asks for a stream. */
  @Override
  public final StreamWriter stream(ReplyContext context) {
    throw new UnsupportedOperationException("this API is not streamed");
  }

  @Override
  public final ErrorReply error(ErrorInfo error, ReplyContext context) {
    return ErrorWriter.write(error);
  }

  @Override
  public final ErrorReply error(GatewayError error) {
    return ErrorWriter.own(error);
  }

  @Override
  public final ErrorReply refusal(ReadRequest.Refused refused, ReplyContext context) {
    return ErrorWriter.refusal(refused);
  }

  @Override
  public final Map<String, String> limitHeaders(AdmissionNotes notes, long nowMs) {
    return LimitHeaders.of(notes);
  }
}
