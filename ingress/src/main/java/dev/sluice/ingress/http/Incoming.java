package dev.sluice.ingress.http;

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
    long receivedNanos) {}
