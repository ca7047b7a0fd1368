package dev.sluice.provider.calls;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.money.ModelFacts;
import dev.sluice.schemas.money.ModelPrice;
import dev.sluice.schemas.money.Pricer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch turned into what goes over the wire.
 *
 * @param path of the request, that of the base URL included
 * @param headers that are a part of the request, names in lower case; the endpoint's go before them
 * @param body of the request; not copied
 * @param dropped names of the caller's parameters that the provider is not told
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is passed on, never compared
record PreparedCall(
    Endpoint endpoint,
    ProviderCall providerCall,
    String path,
    Map<String, String> headers,
    byte[] body,
    List<String> dropped) {
  /** What came of the preparation. */
  sealed interface Outcome {
    /** It can be sent. */
    record Ready(PreparedCall call) implements Outcome {}

    /** It cannot: the payload is no request, or the deployment cannot do it. */
    record Refused(CallError error) implements Outcome {}
  }

  /** Translates the request of this attempt for this provider. */
  static Outcome of(
      Attempt attempt, Endpoint endpoint, CanonicalRequest request, CallServices services) {
    Dispatch dispatch = attempt.dispatch();
    Optional<ModelPrice> price = price(dispatch, services);
    Long limit = limit(dispatch, endpoint, request, price);
    Long told = limit == null ? request.getMaxOutputTokens() : limit;
    ModelFacts facts = price.map(ModelPrice::facts).orElse(ModelFacts.UNKNOWN);
    Optional<CallError> problem =
        new ModelFit(dispatch.getProviderModel(), facts)
            .problem(request, dispatch.getInputTokensBound(), told);
    if (problem.isPresent()) {
      return new Outcome.Refused(problem.get());
    }
    ProviderCall providerCall =
        ProviderCall.of(
            request, dispatch.getProviderModel(), endpoint.like(), limit, attempt.streamed());
    Optional<String> obstacle = endpoint.dialect().obstacle(request, providerCall);
    if (obstacle.isPresent()) {
      return new Outcome.Refused(CallError.unsupported(endpoint, obstacle.get()));
    }
    PreparedCall call = prepare(endpoint, request, providerCall);
    return ModelFit.problem(
            call.dropped(),
            services.unsupported().apply(attempt.envelope().getProject()),
            endpoint.dialect().name(),
            dispatch.getProvider())
        .<Outcome>map(Outcome.Refused::new)
        .orElseGet(() -> new Outcome.Ready(call));
  }

  private static Optional<ModelPrice> price(Dispatch dispatch, CallServices services) {
    return services
        .prices()
        .apply(dispatch.getPriceVersion())
        .flatMap(book -> book.lookup(dispatch.getProvider(), dispatch.getProviderModel()));
  }

  /**
   * The limit to be told. The model's own, which stands in for one that nobody set, is not: it
   * bounds what an attempt can cost, but as a wish it takes room from the prompt and from rate
   * limits, and where it is more than the provider allows the call fails.
   */
  private static @Nullable Long limit(
      Dispatch dispatch, Endpoint endpoint, CanonicalRequest request, Optional<ModelPrice> price) {
    Long limit = dispatch.getOutputLimit();
    if (limit == null
        || request.getMaxOutputTokens() != null
        || endpoint.dialect().needsOutputLimit()) {
      return limit;
    }
    Optional<Long> own = price.map(Pricer::outputLimit);
    return own.isPresent() && own.get() <= limit ? null : limit;
  }

  private static PreparedCall prepare(
      Endpoint endpoint, CanonicalRequest request, ProviderCall call) {
    WrittenRequest written = endpoint.dialect().request(request, call);
    return new PreparedCall(
        endpoint,
        call,
        endpoint.basePath() + endpoint.dialect().path(request, call),
        endpoint.dialect().headers(request),
        written.body(),
        written.dropped());
  }
}
