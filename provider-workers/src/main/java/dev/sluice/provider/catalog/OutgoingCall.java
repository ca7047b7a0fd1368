package dev.sluice.provider.catalog;

import java.time.Instant;

/**
 * What a signature is made of.
 *
 * @param authority host, and port where it is not the usual one, as the header {@code host} has it
 * @param target path and query as they go over the wire
 * @param body of the call; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is passed on, never compared
public record OutgoingCall(
    String method, String authority, String target, byte[] body, Instant at) {}
