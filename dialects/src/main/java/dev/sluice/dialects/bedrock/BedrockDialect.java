package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.eventstream.EventStreamParser;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Amazon Bedrock's Converse; no caller speaks it. */
public final class BedrockDialect implements ProviderDialect {
  /** Name of the dialect. */
  public static final String NAME = "bedrock";

  @Override
  public String name() {
    return NAME;
  }

  /** The id of a model may be an ARN, so whatever could lead to another path is escaped. */
  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    String model = URLEncoder.encode(call.model(), StandardCharsets.UTF_8).replace("+", "%20");
    return "/model/" + model + (call.stream() ? "/converse-stream" : "/converse");
  }

  /** Converse takes bytes alone, or what lies in S3, which is the caller's own business. */
  @Override
  public boolean needsBytes(CanonicalRequest request, ContentPart part) {
    String url = part.getUrl() == null ? "" : part.getUrl();
    boolean medium = part.getKind() == ContentKind.IMAGE || part.getKind() == ContentKind.FILE;
    return medium && (url.startsWith("https://") || url.startsWith("http://"));
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
      var reader = new ReplyReader(in, ModelFamily.of(call.model()));
      CanonicalReply reply = reader.read();
      return reader.messageGiven()
          ? new ProviderReply.Succeeded(reply)
          : new ProviderReply.Failed(malformed(status));
    } catch (IOException e) {
      return new ProviderReply.Failed(malformed(status));
    }
  }

  private static ProviderFailure malformed(int status) {
    return ErrorReader.of(
        ErrorKind.PROVIDER_MALFORMED, status, "The provider's answer is not a Converse reply.");
  }

  @Override
  public String streamType() {
    return "application/vnd.amazon.eventstream";
  }

  @Override
  public StreamFraming framing(int maxEventBytes) {
    return new EventStreamParser(maxEventBytes);
  }

  @Override
  public StreamReader stream(ProviderCall call) {
    return new EventReader(ModelFamily.of(call.model()));
  }

  @Override
  public ProviderFailure failure(int status, Map<String, String> headers, byte[] body) {
    return ErrorReader.read(status, headers, body);
  }
}
