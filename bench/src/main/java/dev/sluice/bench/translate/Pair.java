package dev.sluice.bench.translate;

import dev.sluice.dialects.Dialects;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseWriter;
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A caller's dialect and a provider. Immutable, for any thread. */
final class Pair {
  private static final int MAX_EVENT_BYTES = 1 << 20;
  private static final long CREATED = 1_800_000_000L;

  private final ClientDialect client;
  private final ProviderDialect provider;
  private final String providerId;

  Pair(String client, String provider) {
    this.client = Dialects.client(client).orElseThrow();
    this.provider =
        Dialects.provider(provider.equals("mistral") ? "openai" : provider).orElseThrow();
    this.providerId = provider;
  }

  /** The body of the provider's call that a caller's body becomes. */
  byte[] request(byte[] body) {
    return switch (client.read(body)) {
      case ReadRequest.Parsed parsed -> {
        CanonicalRequest request = parsed.request();
        yield provider
            .request(request, ProviderCall.of(request, model(), providerId, null, parsed.stream()))
            .body();
      }
      case ReadRequest.Refused refused ->
          throw new IllegalStateException(refused.errors().getFirst().message());
    };
  }

  /** The bytes that the caller gets for those of the provider, piece by piece. */
  List<byte[]> stream(List<byte[]> pieces) {
    StreamFraming framing = provider.framing(MAX_EVENT_BYTES);
    StreamReader reader = provider.stream(new ProviderCall(model(), providerId, null, true));
    StreamWriter writer = client.stream(new ReplyContext("req-1", "assistant", CREATED, true));
    List<byte[]> out = new ArrayList<>(pieces.size() + 1);
    for (byte[] piece : pieces) {
      for (SseEvent event : framing.feed(piece)) {
        List<SseEvent> told = writer.write(reader.read(event));
        if (!told.isEmpty()) {
          out.add(SseWriter.bytes(told));
        }
      }
    }
    out.add(SseWriter.bytes(writer.end(Map.of())));
    return out;
  }

  private String model() {
    return providerId.equals("bedrock") ? "anthropic.claude-test-v1:0" : "m-1";
  }
}
