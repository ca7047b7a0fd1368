package dev.sluice.provider.calls;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.canonical.RequestText;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.money.Pricer;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch turned into what goes over the wire.
 *
 * @param path of the request, that of the base URL included
 * @param headers that are a part of the request, names in lower case; the endpoint's go before them
 * @param body of the request; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is passed on, never compared
record PreparedCall(
    Endpoint endpoint,
    ProviderCall providerCall,
    String path,
    Map<String, String> headers,
    byte[] body) {
  /** {@code Payload.encoding} of a batch author's request. */
  static final String BATCH_ENCODING = "openai-chat/json";

  /** What came of the preparation. */
  sealed interface Outcome {
    /** It can be sent. */
    record Ready(PreparedCall call) implements Outcome {}

    /** The payload is no request that can be understood. */
    record Unreadable(CallError error) implements Outcome {}
  }

  /** What came of reading a payload. */
  private sealed interface Read {
    record Request(CanonicalRequest request) implements Read {}

    record Bad(CallError error) implements Read {}
  }

  /** Translates the request of this attempt for this provider. */
  static Outcome of(Attempt attempt, Endpoint endpoint, CallServices services) {
    return switch (read(attempt, services)) {
      case Read.Bad bad -> new Outcome.Unreadable(bad.error());
      case Read.Request read -> {
        Long limit = limit(attempt.dispatch(), endpoint, read.request(), services);
        yield new Outcome.Ready(prepare(attempt, endpoint, read.request(), limit));
      }
    };
  }

  /** All text of the request, empty where it cannot be read. */
  static String textOf(Attempt attempt, CallServices services) {
    return switch (read(attempt, services)) {
      case Read.Bad ignored -> "";
      case Read.Request read -> RequestText.of(read.request());
    };
  }

  /**
   * The limit to be told. The model's own, which stands in for one that nobody set, is not: it
   * bounds what an attempt can cost, but as a wish it takes room from the prompt and from rate
   * limits, and where it is more than the provider allows the call fails.
   */
  private static @Nullable Long limit(
      Dispatch dispatch, Endpoint endpoint, CanonicalRequest request, CallServices services) {
    Long limit = dispatch.getOutputLimit();
    if (limit == null
        || request.getMaxOutputTokens() != null
        || endpoint.dialect().needsOutputLimit()) {
      return limit;
    }
    Optional<Long> own =
        services
            .prices()
            .apply(dispatch.getPriceVersion())
            .flatMap(book -> book.lookup(dispatch.getProvider(), dispatch.getProviderModel()))
            .map(Pricer::outputLimit);
    return own.isPresent() && own.get() <= limit ? null : limit;
  }

  private static PreparedCall prepare(
      Attempt attempt, Endpoint endpoint, CanonicalRequest request, @Nullable Long limit) {
    var call =
        new ProviderCall(
            attempt.dispatch().getProviderModel(), endpoint.like(), limit, attempt.streamed());
    return new PreparedCall(
        endpoint,
        call,
        endpoint.basePath() + endpoint.dialect().path(request, call),
        endpoint.dialect().headers(request),
        endpoint.dialect().request(request, call).body());
  }

  private static Read read(Attempt attempt, CallServices services) {
    byte[] bytes = bytes(attempt.payload().getBytes());
    return switch (attempt.payload().getEncoding()) {
      case CanonicalCodec.REQUEST_ENCODING -> canonical(bytes, services);
      case BATCH_ENCODING -> batch(bytes, services);
      default ->
          bad("The payload is encoded as " + attempt.payload().getEncoding() + ", not known here.");
    };
  }

  private static Read canonical(byte[] bytes, CallServices services) {
    try {
      return new Read.Request(services.codec().request(bytes));
    } catch (IllegalArgumentException e) {
      return bad("The payload is no canonical request of a version known here.");
    }
  }

  private static Read batch(byte[] bytes, CallServices services) {
    return switch (services.batchDialect().read(bytes)) {
      case ReadRequest.Parsed parsed -> new Read.Request(parsed.request());
      case ReadRequest.Refused refused -> {
        ReadRequest.FieldError first = refused.errors().getFirst();
        ErrorInfo info = Canonical.error(ErrorKind.INVALID_REQUEST, 0, first.message());
        info.setParam(first.param());
        info.setCode(first.code());
        yield new Read.Bad(new CallError(ErrorKind.INVALID_REQUEST, info));
      }
    };
  }

  private static Read bad(String message) {
    return new Read.Bad(CallError.of(ErrorKind.INVALID_REQUEST, message));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.position() == 0
        && buffer.remaining() == buffer.array().length) {
      return buffer.array();
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
