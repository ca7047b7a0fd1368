package dev.sluice.dialects.responses;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.GatewayError;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.request.AdmissionNotes;
import java.io.IOException;
import java.util.Map;

/** OpenAI's responses from both sides. Errors and limits are told as in its chat completions. */
public final class ResponsesDialect implements ClientDialect, ProviderDialect {
  /** Name of the dialect. */
  public static final String NAME = "responses";

  private final OpenAiDialect openAi = new OpenAiDialect();

  @Override
  public String name() {
    return NAME;
  }

  /** OpenAI refuses less than 16. */
  @Override
  public long leastOutputLimit() {
    return 16;
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return "/responses";
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
  public Map<String, String> echo(CanonicalRequest request) {
    return Echo.of(request);
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
      if (reader.failed()) {
        String error = reply.getExtras().getOrDefault("error", "null");
        return new ProviderReply.Failed(
            error.startsWith("{") ? told(status, headers, error) : malformed(status));
      }
      return reader.outputGiven()
          ? new ProviderReply.Succeeded(reply)
          : new ProviderReply.Failed(malformed(status));
    } catch (IOException e) {
      return new ProviderReply.Failed(malformed(status));
    }
  }

  /** The failure that this error object tells, which in a response has neither type nor param. */
  ProviderFailure told(int status, Map<String, String> headers, String error) throws IOException {
    Map<String, String> fields;
    try (JsonCursor in = JsonCursor.ofValue(error)) {
      fields = in.rawFields();
    }
    fields.putIfAbsent("type", "\"server_error\"");
    fields.putIfAbsent("param", "null");
    JsonText body = new JsonText(256).object().object("error").rawFields(fields);
    return failure(status, headers, body.endObject().endObject().bytes());
  }

  private static ProviderFailure malformed(int status) {
    ErrorKind kind = ErrorKind.PROVIDER_MALFORMED;
    return new ProviderFailure(
        kind, Canonical.error(kind, status, "The provider's answer is not a response."));
  }

  @Override
  public StreamReader stream(ProviderCall call) {
    return new EventReader(this);
  }

  @Override
  public ProviderFailure failure(int status, Map<String, String> headers, byte[] body) {
    return openAi.failure(status, headers, body);
  }

  @Override
  public byte[] reply(CanonicalReply reply, ReplyContext context) {
    return new ReplyWriter(reply, context).write();
  }

  @Override
  public StreamWriter stream(ReplyContext context) {
    return new ResponsesStreamWriter(context);
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
