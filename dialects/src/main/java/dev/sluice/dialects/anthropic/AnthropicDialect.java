package dev.sluice.dialects.anthropic;

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
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.request.AdmissionNotes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Anthropic's messages from both sides. */
public final class AnthropicDialect implements ClientDialect, ProviderDialect {
  /** Name of the dialect. */
  public static final String NAME = "anthropic";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean needsOutputLimit() {
    return true;
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return "/messages";
  }

  @Override
  public ReadRequest read(byte[] body) {
    return read(body, true);
  }

  private static ReadRequest read(byte[] body, boolean toAnswer) {
    try (JsonCursor in = JsonCursor.ofObject(body)) {
      return new RequestReader(in, toAnswer).read();
    } catch (IOException e) {
      return new ReadRequest.Refused(
          List.of(new ReadRequest.FieldError(null, "The request body is not valid JSON.", null)));
    }
  }

  /** A body whose tokens are to be counted: it needs no {@code max_tokens}. */
  public ReadRequest readToCount(byte[] body) {
    return read(body, false);
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
      if (reader.contentGiven()) {
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
        ErrorKind.PROVIDER_MALFORMED, status, "The provider's answer is not a message.");
  }

  @Override
  public StreamReader stream(ProviderCall call) {
    return new EventReader();
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
    return new AnthropicStreamWriter(context);
  }

  @Override
  public ErrorReply error(ErrorInfo error, ReplyContext context) {
    return ErrorWriter.write(error, context);
  }

  @Override
  public ErrorReply refusal(ReadRequest.Refused refused, ReplyContext context) {
    return ErrorWriter.refusal(refused, context);
  }

  @Override
  public ErrorReply error(GatewayError error) {
    return ErrorWriter.own(error);
  }

  @Override
  public Map<String, String> limitHeaders(AdmissionNotes notes, long nowMs) {
    return LimitHeaders.of(notes, nowMs);
  }

  @Override
  public Optional<String> requestIdHeader() {
    return Optional.of("request-id");
  }

  @Override
  public List<String> requestHeaders() {
    return List.of("anthropic-beta");
  }
}
