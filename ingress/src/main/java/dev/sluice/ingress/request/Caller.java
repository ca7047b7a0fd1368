package dev.sluice.ingress.request;

import dev.sluice.ingress.virtualkey.KeyHolder;

/**
 * Who asks, from where, and when.
 *
 * @param requestId new id of the request
 * @param holder of the key that was given
 * @param headers that came with it
 * @param receivedAtMs when its head was read, milliseconds since the epoch by the local clock
 */
public record Caller(
    String requestId, KeyHolder holder, CallerHeaders headers, long receivedAtMs) {}
