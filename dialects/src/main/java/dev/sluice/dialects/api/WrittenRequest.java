package dev.sluice.dialects.api;

import java.util.List;
import java.util.Objects;

/**
 * The body of a provider call.
 *
 * @param body JSON; not copied
 * @param dropped names of the caller's parameters that the provider's dialect cannot express
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is passed on, never compared
public record WrittenRequest(byte[] body, List<String> dropped) {
  public WrittenRequest {
    Objects.requireNonNull(body, "body");
    dropped = List.copyOf(dropped);
  }
}
