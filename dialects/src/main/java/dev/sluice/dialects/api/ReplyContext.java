package dev.sluice.dialects.api;

import java.util.Map;
import java.util.Objects;

/**
 * What a reply takes from the request and the gateway and not from the provider.
 *
 * @param requestId id of the request, used where the provider gave the reply none
 * @param model public name of the model, used where the provider reported none
 * @param createdSeconds seconds since 1970, used where the provider gave no time
 * @param includeUsage whether the caller wants usage in the stream
 * @param usageFields fields that a whole reply's usage object carries in addition, as JSON text by
 *     name
 */
public record ReplyContext(
    String requestId,
    String model,
    long createdSeconds,
    boolean includeUsage,
    Map<String, String> usageFields) {
  public ReplyContext {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(model, "model");
    usageFields = Map.copyOf(usageFields);
  }

  /** Without additional usage fields. */
  public ReplyContext(String requestId, String model, long createdSeconds, boolean includeUsage) {
    this(requestId, model, createdSeconds, includeUsage, Map.of());
  }
}
