package dev.sluice.dialects.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a reply takes from the request and the gateway and not from the provider.
 *
 * @param requestId id of the request, used where the provider gave the reply none
 * @param model public name of the model, used where the provider reported none
 * @param createdSeconds seconds since 1970, used where the provider gave no time
 * @param includeUsage whether the caller wants usage in the stream
 * @param usageFields fields that a whole reply's usage object carries in addition, as JSON text by
 *     name
 * @param echo what the dialect repeats of the request, as JSON text by name
 */
public record ReplyContext(
    String requestId,
    String model,
    long createdSeconds,
    boolean includeUsage,
    Map<String, String> usageFields,
    Map<String, String> echo) {
  public ReplyContext {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(model, "model");
    usageFields = Map.copyOf(usageFields);
    echo = echo.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(echo));
  }

  /** Without additional usage fields. */
  public ReplyContext(String requestId, String model, long createdSeconds, boolean includeUsage) {
    this(requestId, model, createdSeconds, includeUsage, Map.of(), Map.of());
  }

  /** The id of a reply: what the provider gave, or where that is nothing the request's. */
  public String idOr(@Nullable String given) {
    return given == null || given.isEmpty() ? requestId : given;
  }

  /** The id of a call that the provider gave none; another reply's differs, as all come back. */
  public String callId(int number) {
    return "call_" + requestId + '_' + number;
  }

  /** The same with what is repeated of the request. */
  public ReplyContext withEcho(Map<String, String> repeated) {
    return new ReplyContext(requestId, model, createdSeconds, includeUsage, usageFields, repeated);
  }
}
