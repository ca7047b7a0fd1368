package dev.sluice.ingress.http;

import dev.sluice.dialects.api.RequestTarget;
import dev.sluice.dialects.gemini.JsonArrayFraming;
import io.vertx.core.http.HttpServerRequest;

/**
 * A request whose path is known.
 *
 * @param route name of what it calls, in metrics
 * @param surface in whose words it is answered
 * @param receivedNanos when its head was read
 */
record Incoming(
    HttpServerRequest request,
    String requestId,
    String route,
    Surface surface,
    long receivedNanos) {

  /** What it was sent to, as it was on the wire. */
  RequestTarget target() {
    String query = request.query();
    return new RequestTarget(request.path(), query == null ? "" : query);
  }

  /** How a streamed answer to it is framed. */
  StreamFraming framing() {
    return surface.dialect().streamsAnArray(target())
        ? new StreamFraming.JsonArray(new JsonArrayFraming())
        : new StreamFraming.Sse();
  }
}
