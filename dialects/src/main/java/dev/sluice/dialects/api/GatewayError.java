package dev.sluice.dialects.api;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure of the gateway itself, before or instead of a reply, free of any dialect.
 *
 * @param status HTTP status; a dialect that types its errors takes the type from it
 * @param message what is wrong and what to do
 * @param code Sluice's word for it, null where it has none
 * @param param path of the parameter or name of the header that is wrong, null where it is none
 * @param headers that belong to the answer, names in lower case
 */
public record GatewayError(
    int status,
    String message,
    @Nullable String code,
    @Nullable String param,
    Map<String, String> headers) {
  public GatewayError {
    Objects.requireNonNull(message, "message");
    headers = Map.copyOf(headers);
  }
}
