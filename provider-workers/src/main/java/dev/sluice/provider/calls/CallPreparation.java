package dev.sluice.provider.calls;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.EndpointLookup;
import dev.sluice.provider.http.Lane;
import dev.sluice.provider.media.InlinedMedia;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.fault.WithoutMessage;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a dispatch to what goes over the wire, with what has to be fetched for it. */
final class CallPreparation {
  private static final Logger LOG = LoggerFactory.getLogger(CallPreparation.class);

  /** Upper bound of the input tokens, which is the size in bytes and a little more. */
  private static final long SHORT = 100_000;

  private final Attempt attempt;
  private final CallServices services;
  private final Lane lane;
  private final Consumer<PreparedCall.Outcome> then;

  /**
   * @param then on the lane, once; at once where nothing has to be fetched and the request is short
   */
  CallPreparation(
      Attempt attempt, CallServices services, Lane lane, Consumer<PreparedCall.Outcome> then) {
    this.attempt = attempt;
    this.services = services;
    this.lane = lane;
    this.then = then;
  }

  /** Prepares; on the lane. */
  void begin() {
    switch (services.endpoints().get().find(attempt.dispatch().getProvider())) {
      case EndpointLookup.Found found -> read(found.endpoint());
      case EndpointLookup.CredentialMissing missing ->
          refuse(CallError.credentialMissing(missing.reason()));
      case EndpointLookup.PluginMissing missing ->
          refuse(CallError.of(ErrorKind.PROVIDER_NOT_FOUND, missing.reason()));
      case EndpointLookup.Unknown ignored ->
          refuse(CallError.unknownProvider(attempt.dispatch().getProvider()));
    }
  }

  private void read(Endpoint endpoint) {
    switch (RequestPayload.of(attempt, services)) {
      case RequestPayload.Bad bad -> refuse(bad.error());
      case RequestPayload.Request read ->
          InlinedMedia.into(
              read.request(),
              endpoint.dialect(),
              services.media(),
              attempt.deadlineAtMs() - services.clock().nowMs(),
              lane,
              problem -> fetched(endpoint, read.request(), problem));
    }
  }

  private void fetched(Endpoint endpoint, CanonicalRequest request, Optional<String> problem) {
    if (problem.isEmpty()) {
      translate(endpoint, request);
      return;
    }
    ErrorInfo info =
        Canonical.error(
            ErrorKind.INVALID_REQUEST,
            0,
            "The provider takes no URLs, and "
                + problem.get()
                + ". Send its bytes, or a URL that anybody can read.");
    info.setParam("messages");
    info.setCode("invalid_image_url");
    refuse(new CallError(ErrorKind.INVALID_REQUEST, info));
  }

  /** What is long is translated, and its tokens counted, where that holds up no other call. */
  private void translate(Endpoint endpoint, CanonicalRequest request) {
    if (attempt.dispatch().getInputTokensBound() <= SHORT) {
      then.accept(translated(endpoint, request));
      return;
    }
    try {
      services
          .counting()
          .execute(() -> {
            PreparedCall.Outcome outcome = translated(endpoint, request);
            lane.execute(() -> then.accept(outcome));
          });
    } catch (RejectedExecutionException e) { // it is shutting down, or has too much to do
      refuse(
          CallError.of(ErrorKind.NO_CAPACITY, "The worker has no room to translate the request."));
    }
  }

  /** A bug must not leave the attempt without an outcome. */
  private PreparedCall.Outcome translated(Endpoint endpoint, CanonicalRequest request) {
    try {
      return PreparedCall.of(attempt, endpoint, request, services);
    } catch (RuntimeException | LinkageError e) {
      LOG.atError()
          .addKeyValue("requestId", attempt.requestId())
          .addKeyValue("deployment", attempt.dispatch().getDeployment())
          .setCause(WithoutMessage.of(e))
          .log("A request could not be translated");
      return new PreparedCall.Outcome.Refused(
          CallError.of(ErrorKind.INTERNAL, "The worker could not translate the request."));
    }
  }

  private void refuse(CallError error) {
    then.accept(new PreparedCall.Outcome.Refused(error));
  }
}
