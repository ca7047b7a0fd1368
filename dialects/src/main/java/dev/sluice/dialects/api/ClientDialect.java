package dev.sluice.dialects.api;

import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.request.AdmissionNotes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dialect as a caller speaks it. */
public interface ClientDialect {
  /** Name of the dialect: openai, anthropic, … */
  String name();

  /** What the caller wants, or why it cannot be read. */
  ReadRequest read(byte[] body);

  /** The same for a dialect that says model or streaming in the target of the request. */
  default ReadRequest read(RequestTarget target, byte[] body) {
    return read(body);
  }

  /** Whether a stream for a request to this target is one JSON array, and not events. */
  default boolean streamsAnArray(RequestTarget target) {
    return false;
  }

  /**
   * What a reply of this dialect repeats of its request.
   *
   * @return JSON texts by the name of the field
   */
  default Map<String, String> echo(CanonicalRequest request) {
    return Map.of();
  }

  /** A whole reply in the caller's words. */
  byte[] reply(CanonicalReply reply, ReplyContext context);

  /** A writer for one streamed reply. */
  StreamWriter stream(ReplyContext context);

  /** An error before any content: status, headers and body in the caller's words. */
  ErrorReply error(ErrorInfo error, ReplyContext context);

  /** What the gateway itself refuses or fails in, in the caller's words. */
  ErrorReply error(GatewayError error);

  /** The answer to a request that could not be read. */
  ErrorReply refusal(ReadRequest.Refused refused, ReplyContext context);

  /**
   * The headers of this dialect that tell limits and what is left of them, for replies and errors
   * alike.
   *
   * @param nowMs milliseconds since 1970, for dialects that tell points in time
   * @return names in lower case; empty where the dialect has no such headers or no limit applies
   */
  Map<String, String> limitHeaders(AdmissionNotes notes, long nowMs);

  /** Where callers of this dialect find the id of their request, beside {@code x-request-id}. */
  default Optional<String> requestIdHeader() {
    return Optional.empty();
  }

  /**
   * Headers of a caller that are a part of its request, for a provider that speaks the same
   * dialect.
   *
   * @return names in lower case
   */
  default List<String> requestHeaders() {
    return List.of();
  }
}
