package dev.sluice.dialects.gemini;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.GatewayError;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.RequestTarget;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.request.AdmissionNotes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Google's Gemini API from both sides. */
public final class GeminiDialect implements ClientDialect, ProviderDialect {
  /** Name of the dialect. */
  public static final String NAME = "gemini";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return ModelPath.of(call.model())
        + (call.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent");
  }

  /** Of a body that names its model itself; whether it is to be streamed is not known. */
  @Override
  public ReadRequest read(byte[] body) {
    return readFrom(null, body);
  }

  @Override
  public ReadRequest read(RequestTarget target, byte[] body) {
    return readFrom(Target.of(target), body);
  }

  @Override
  public boolean streamsAnArray(RequestTarget target) {
    return !target.asksFor("alt", "sse");
  }

  private static ReadRequest readFrom(@Nullable Target target, byte[] body) {
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      return new RequestReader(in, target).read();
    } catch (IOException e) {
      return new ReadRequest.Refused(
          List.of(
              new ReadRequest.FieldError(
                  null, "Invalid JSON payload received: the body is not one JSON object.", null)));
    }
  }

  /** A caller of this dialect knows what it may link to. */
  @Override
  public boolean needsBytes(CanonicalRequest request, ContentPart part) {
    return !request.getDialect().equals(NAME) && RemoteFiles.isForeign(part);
  }

  @Override
  public WrittenRequest request(CanonicalRequest request, ProviderCall call) {
    return new RequestWriter(request, call).write();
  }

  @Override
  public ProviderReply reply(
      ProviderCall call, int status, Map<String, String> headers, byte[] body) {
    if (status < 200 || status >= 300) {
      return new ProviderReply.Failed(failure(status, headers, body));
    }
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      var reader = new ReplyReader(in);
      CanonicalReply reply = reader.read();
      if (reader.answered()) {
        return new ProviderReply.Succeeded(reply);
      }
      return new ProviderReply.Failed(
          reply.getExtras().containsKey("error")
              ? failure(status, headers, body)
              : malformed(status));
    } catch (IOException e) {
      return new ProviderReply.Failed(malformed(status));
    }
  }

  private static ProviderFailure malformed(int status) {
    return ErrorReader.of(
        ErrorKind.PROVIDER_MALFORMED, status, "The provider's answer has no candidates.");
  }

  @Override
  public StreamReader stream(ProviderCall call) {
    return new ChunkReader();
  }

  @Override
  public ProviderFailure failure(int status, Map<String, String> headers, byte[] body) {
    return ErrorReader.read(status, headers, body);
  }

  @Override
  public byte[] reply(CanonicalReply reply, ReplyContext context) {
    return new ReplyWriter(reply, context).write();
  }

  @Override
  public StreamWriter stream(ReplyContext context) {
    return new GeminiStreamWriter(context);
  }

  @Override
  public ErrorReply error(ErrorInfo error, ReplyContext context) {
    return ErrorWriter.write(error);
  }

  @Override
  public ErrorReply refusal(ReadRequest.Refused refused, ReplyContext context) {
    return ErrorWriter.refusal(refused);
  }

  @Override
  public ErrorReply error(GatewayError error) {
    return ErrorWriter.own(error);
  }

  /** None: this dialect has no such headers. */
  @Override
  public Map<String, String> limitHeaders(AdmissionNotes notes, long nowMs) {
    return Map.of();
  }
}
