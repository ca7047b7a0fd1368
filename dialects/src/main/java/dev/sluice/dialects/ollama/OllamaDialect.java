package dev.sluice.dialects.ollama;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.error.ErrorKind;
import java.io.IOException;
import java.util.Map;

/** Ollama's {@code /api/chat}; no caller speaks it. */
public final class OllamaDialect implements ProviderDialect {
  /** Name of the dialect. */
  public static final String NAME = "ollama";

  @Override
  public String name() {
    return NAME;
  }

  /** Images are bytes only. */
  @Override
  public boolean needsBytes(CanonicalRequest request, ContentPart part) {
    return part.getKind() == ContentKind.IMAGE && part.getUrl() != null;
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
      WireReply wire = WireReply.read(in);
      if (wire.error() != null) {
        return new ProviderReply.Failed(ErrorReader.told(wire.error()));
      }
      return wire.hasMessage()
          ? new ProviderReply.Succeeded(ReplyReader.reply(wire))
          : new ProviderReply.Failed(malformed(status));
    } catch (IOException e) {
      return new ProviderReply.Failed(malformed(status));
    }
  }

  private static ProviderFailure malformed(int status) {
    return ErrorReader.of(
        ErrorKind.PROVIDER_MALFORMED, status, "The provider's answer is not a chat reply.");
  }

  @Override
  public String streamType() {
    return "application/x-ndjson";
  }

  @Override
  public StreamFraming framing(int maxEventBytes) {
    return new LineFraming(maxEventBytes);
  }

  @Override
  public StreamReader stream(ProviderCall call) {
    return new LineReader();
  }

  @Override
  public ProviderFailure failure(int status, Map<String, String> headers, byte[] body) {
    return ErrorReader.read(status, headers, body);
  }
}
