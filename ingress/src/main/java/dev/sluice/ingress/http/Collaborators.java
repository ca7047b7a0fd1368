package dev.sluice.ingress.http;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.ingress.audit.CallerRefusals;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.ingress.publish.OutcomeLog;
import dev.sluice.ingress.publish.RequestLog;
import dev.sluice.ingress.reply.PendingReplies;
import dev.sluice.ingress.reply.ReplySource;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.serde.Codec;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Everything that the HTTP side works with; all of it is safe for any thread.
 *
 * @param limits numbers of the HTTP side
 * @param config the configuration in force at each look
 * @param surfaces APIs that callers find
 * @param canonical payload bytes
 * @param requestCodec bytes of request records
 * @param requests where they are sent
 * @param outcomes where cancels and deliveries are sent
 * @param replies where replies come from
 * @param pending open exchanges
 * @param bounds what may be open at once
 * @param largeWork for what is too large for an event loop
 * @param counting for counts of tokens, which are free and so must hold up nothing else
 * @param refusals writes down who claimed to be another
 * @param metrics of the ingress
 * @param brokerClock the broker's time
 * @param clock the local time
 */
public record Collaborators(
    Limits limits,
    Supplier<GatewayConfig> config,
    Surfaces surfaces,
    CanonicalCodec canonical,
    Codec<InferenceRequest> requestCodec,
    RequestLog requests,
    OutcomeLog outcomes,
    ReplySource replies,
    PendingReplies pending,
    Bounds bounds,
    LargeWork largeWork,
    LargeWork counting,
    CallerRefusals refusals,
    IngressMetrics metrics,
    BrokerClock brokerClock,
    InstantSource clock) {

  /**
   * Numbers of the HTTP side.
   *
   * @param instanceId of this ingress
   * @param repliesTopic full name of the reply topic
   * @param maxBodyBytes larger bodies are refused
   * @param bodySeconds slower bodies are refused
   * @param keepAliveNanos silence in a stream after which a comment is sent
   * @param maxStreamBuffer bytes kept for a caller who reads slowly
   */
  public record Limits(
      String instanceId,
      String repliesTopic,
      int maxBodyBytes,
      long bodySeconds,
      long keepAliveNanos,
      long maxStreamBuffer) {}
}
