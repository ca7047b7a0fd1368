package dev.sluice.dialects.cohere;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.util.Map;

/** Cohere's chat, version 2; no caller speaks it. */
public final class CohereDialect implements ProviderDialect {
  /** Name of the dialect. */
  public static final String NAME = "cohere";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return "/chat";
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
      if (!reader.messageGiven()) {
        return new ProviderReply.Failed(malformed(status));
      }
      return reader.broken()
          ? new ProviderReply.Failed(ErrorReader.broken(null))
          : new ProviderReply.Succeeded(reply);
    } catch (IOException e) {
      return new ProviderReply.Failed(malformed(status));
    }
  }

  private static ProviderFailure malformed(int status) {
    return ErrorReader.of(
        ErrorKind.PROVIDER_MALFORMED, status, "The provider's answer is not a chat reply.");
  }

  @Override
  public StreamReader stream(ProviderCall call) {
    return new EventReader();
  }

  @Override
  public ProviderFailure failure(int status, Map<String, String> headers, byte[] body) {
    return ErrorReader.read(status, headers, body);
  }
}
