package dev.sluice.dialects.api;

import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Operation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a call takes from the deployment and not from the caller, and of the caller's request what
 * its answer is read by.
 *
 * @param model the provider's name of the model
 * @param provider id of the provider in the catalogue, which chooses its quirks; an id without any
 *     means none
 * @param outputLimit limit of the output tokens that replaces the caller's, null to keep that
 * @param stream whether the answer is to be streamed
 * @param operation what is asked for
 * @param wish what the caller wants of a whole answer
 */
public record ProviderCall(
    String model,
    String provider,
    @Nullable Long outputLimit,
    boolean stream,
    Operation operation,
    ReplyWish wish) {
  public ProviderCall {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(wish, "wish");
  }

  /** A call of a chat. */
  public ProviderCall(String model, String provider, @Nullable Long outputLimit, boolean stream) {
    this(model, provider, outputLimit, stream, Operation.CHAT, ReplyWish.NONE);
  }

  /** The call that a request makes of a deployment. */
  public static ProviderCall of(
      CanonicalRequest request,
      String model,
      String provider,
      @Nullable Long outputLimit,
      boolean stream) {
    return new ProviderCall(
        model, provider, outputLimit, stream, request.getOperation(), ReplyWish.of(request));
  }
}
