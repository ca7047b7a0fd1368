package dev.sluice.dialects.api;

import java.util.Map;
import java.util.Objects;

/**
 * An error as the caller sees it.
 *
 * @param status HTTP status
 * @param headers that belong to it, names in lower case
 * @param body JSON; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is passed on, never compared
public record ErrorReply(int status, Map<String, String> headers, byte[] body) {
  public ErrorReply {
    headers = Map.copyOf(headers);
    Objects.requireNonNull(body, "body");
  }
}
