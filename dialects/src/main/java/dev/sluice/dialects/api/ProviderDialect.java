package dev.sluice.dialects.api;

import dev.sluice.dialects.sse.SseParser;
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentPart;
import java.util.Map;
import java.util.Optional;

/** A dialect as a provider speaks it. */
public interface ProviderDialect {
  /** Name in the configuration: openai, anthropic, … */
  String name();

  /** Whether a call must say how many output tokens it wants at most, also where nobody cares. */
  default boolean needsOutputLimit() {
    return false;
  }

  /**
   * Whether the provider does not fetch the URL of this part itself, so that its bytes have to be
   * in the request.
   */
  default boolean needsBytes(CanonicalRequest request, ContentPart part) {
    return false;
  }

  /** The least limit of output tokens that a call may say. */
  default long leastOutputLimit() {
    return 1;
  }

  /**
   * Why a request cannot be put to the provider at all, which is known before any call.
   *
   * @return a sentence that goes on after the provider's name, with the remedy; empty where it can
   *     be
   */
  default Optional<String> obstacle(CanonicalRequest request, ProviderCall call) {
    return switch (call.operation()) {
      case CHAT -> Optional.empty();
      case EMBEDDING ->
          Optional.of("makes no embeddings. Name a model of a provider that makes them.");
      case RERANK -> Optional.of("does not rerank. Name a model of a provider that does.");
    };
  }

  /** Path of the call below the provider's base URL, with a leading slash. */
  String path(CanonicalRequest request, ProviderCall call);

  /**
   * Headers of the call that are a part of the request: those that a caller of the same dialect
   * gave.
   *
   * @return names in lower case
   */
  default Map<String, String> headers(CanonicalRequest request) {
    return request.getDialect().equals(name()) ? request.getHeaders() : Map.of();
  }

  /** The body of the call. */
  WrittenRequest request(CanonicalRequest request, ProviderCall call);

  /**
   * The meaning of a whole answer that was not streamed, whatever its status.
   *
   * @param headers of the answer, names in lower case
   */
  ProviderReply reply(ProviderCall call, int status, Map<String, String> headers, byte[] body);

  /** Content type of a streamed answer, to be asked for. */
  default String streamType() {
    return "text/event-stream";
  }

  /**
   * How the bytes of one streamed answer are cut into events.
   *
   * @param maxEventBytes bound of one event
   */
  default StreamFraming framing(int maxEventBytes) {
    return new SseParser(maxEventBytes);
  }

  /** A reader for one streamed answer with a 2xx status. */
  StreamReader stream(ProviderCall call);

  /**
   * The meaning of an answer with an error status.
   *
   * @param headers of the answer, names in lower case
   */
  ProviderFailure failure(int status, Map<String, String> headers, byte[] body);
}
