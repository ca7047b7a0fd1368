package dev.sluice.router.topology;

import dev.sluice.router.inflight.AttemptState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.router.log.LogUnavailableException;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.id.AttemptId;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends attempts to the provider workers. */
final class Dispatches {

  private record Way(String topic, Codec<Dispatch> codec) {}

  private final RouterServices services;
  private final RouterCodecs codecs;
  private final OwnedPartition owned;
  private final Map<String, Way> interactive = new HashMap<>();
  private final Map<String, Way> batch = new HashMap<>();

  Dispatches(RouterServices services, RouterCodecs codecs, OwnedPartition owned) {
    this.services = services;
    this.codecs = codecs;
    this.owned = owned;
  }

  /**
   * Sends one attempt.
   *
   * @param provedAtMs broker time as of which this owner is proved to be in force
   * @return false where the payload is no longer to be had
   */
  boolean send(RequestState request, AttemptState attempt, long provedAtMs) {
    Optional<Payload> payload = payload(request.requestOffset());
    if (payload.isEmpty()) {
      return false;
    }
    DeploymentStep step = request.step(attempt);
    Way way = way(step.getProvider(), request.batch());
    Dispatch dispatch =
        new Dispatch(
            request.envelope(),
            payload.get(),
            new AttemptId(request.requestId(), attempt.number()).toString(),
            attempt.number(),
            step.getDeployment(),
            step.getProvider(),
            step.getProviderModel(),
            owned.epoch(),
            owned.partition(),
            provedAtMs,
            request.deadlineAtMs(),
            step.getTimeouts(),
            request.priceVersion(),
            request.outputLimit(attempt),
            request.envelope().getInputTokensBound(),
            attempt.reservedNanoUsd(),
            request.knownCostNanoUsd(),
            request.unpriced(),
            request.history(),
            attempt.chainIndex() == request.chain().size() - 1,
            attempt.notes(),
            request.holdsNothing(attempt));
    owned.forward(
        RouterNodes.DISPATCH_SINK,
        request.requestId().getBytes(StandardCharsets.UTF_8),
        new Outgoing(way.topic(), -1, way.codec().encode(dispatch)));
    return true;
  }

  /** Topic that the attempt is sent to. */
  String topic(RequestState request, AttemptState attempt) {
    return way(request.step(attempt).getProvider(), request.batch()).topic();
  }

  /** The payload of the request at this offset, empty where it is no longer to be had. */
  Optional<Payload> payload(long requestOffset) {
    Optional<Payload> kept = owned.payloads().get(requestOffset);
    if (kept.isPresent()) {
      return kept;
    }
    byte[] record = fetch(requestOffset);
    if (record == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(codecs.requests().decode(record).getPayload());
  }

  private byte @Nullable [] fetch(long offset) {
    byte[][] found = new byte[1][];
    try {
      services
          .logs()
          .read(
              services.topics().requests().name(),
              owned.partition(),
              offset,
              offset + 1,
              logged -> found[0] = logged.value());
    } catch (LogUnavailableException e) {
      return null;
    }
    services.metrics().payloadFetched();
    return found[0];
  }

  private Way way(String provider, boolean forBatch) {
    return (forBatch ? batch : interactive)
        .computeIfAbsent(
            provider,
            name -> {
              Topic<Dispatch> topic = services.topics().dispatch(name, forBatch);
              return new Way(topic.name(), codecs.all().of(topic));
            });
  }
}
