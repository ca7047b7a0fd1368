package dev.sluice.ingress;

import dev.sluice.schemas.config.ServerSettings;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.time.Duration;
import java.util.Objects;

/**
 * What an ingress needs to start.
 *
 * @param kafka how to reach Kafka
 * @param topics names and sizes of the topics
 * @param instanceId of this ingress: the same after a restart, no other's
 * @param listen where callers and operators reach it
 * @param limits what it takes on
 */
public record IngressConfig(
    KafkaSettings kafka, Topics topics, String instanceId, Listen listen, Limits limits) {
  public IngressConfig {
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(topics, "topics");
    if (instanceId.isEmpty()) {
      throw new IllegalArgumentException("an ingress has an instance id");
    }
  }

  /** An ingress with the default limits. */
  public static IngressConfig of(
      KafkaSettings kafka, Topics topics, String instanceId, Listen listen) {
    return new IngressConfig(kafka, topics, instanceId, listen, Limits.DEFAULTS);
  }

  /** An ingress as the configuration file wants it. */
  public static IngressConfig of(
      KafkaSettings kafka, Topics topics, String instanceId, ServerSettings server) {
    return new IngressConfig(
        kafka,
        topics,
        instanceId,
        new Listen(server.host(), server.port(), server.host(), server.adminPort()),
        Limits.DEFAULTS
            .withMaxBodyBytes((int) server.bodyLimit())
            .withKeepAlive(server.keepAliveComment())
            .withMaxInFlight(server.maxOpenRequests())
            .withDrainTimeout(server.drainTimeout()));
  }

  /** The same with other limits. */
  public IngressConfig with(Limits other) {
    return new IngressConfig(kafka, topics, instanceId, listen, other);
  }

  /**
   * Where it listens; port 0 takes a free one.
   *
   * @param host for callers
   * @param port for callers
   * @param adminHost for operators
   * @param adminPort for operators
   */
  public record Listen(String host, int port, String adminHost, int adminPort) {
    /** Free ports on the loopback interface. */
    public static Listen anyLoopbackPorts() {
      return new Listen("127.0.0.1", 0, "127.0.0.1", 0);
    }
  }

  /**
   * What it takes on.
   *
   * @param maxBodyBytes larger bodies are refused with 413
   * @param maxOpenBodyBytes bytes of all bodies that are being read, understood or sent
   * @param bodyTimeout slower bodies are refused with 408
   * @param keepAlive silence in a stream after which a comment is sent
   * @param maxStreamBuffer bytes kept for one caller who reads slowly
   * @param eventLoops threads that serve callers
   * @param maxInFlight open exchanges, beyond which 503
   * @param maxQueuedSends requests that wait to be sent to Kafka, beyond which 503
   * @param drainTimeout how long a stopping ingress waits for open exchanges
   */
  public record Limits(
      int maxBodyBytes,
      long maxOpenBodyBytes,
      Duration bodyTimeout,
      Duration keepAlive,
      long maxStreamBuffer,
      int eventLoops,
      int maxInFlight,
      int maxQueuedSends,
      Duration drainTimeout) {

    /** For a machine of few cores that it shares. */
    public static final Limits DEFAULTS =
        new Limits(
            TopicSizing.DEFAULT_MAX_BODY_BYTES,
            256L << 20,
            Duration.ofSeconds(60),
            Duration.ofSeconds(15),
            8L << 20,
            Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8),
            10_000,
            2_000,
            Duration.ofSeconds(30));

    public Limits {
      if (maxBodyBytes < 1
          || maxOpenBodyBytes < maxBodyBytes
          || maxStreamBuffer < 1
          || eventLoops < 1
          || maxInFlight < 1
          || maxQueuedSends < 1) {
        throw new IllegalArgumentException("limits are positive and all bodies hold one");
      }
      if (bodyTimeout.isNegative() || keepAlive.isNegative() || drainTimeout.isNegative()) {
        throw new IllegalArgumentException("spans are not negative");
      }
    }

    public Limits withMaxBodyBytes(int bytes) {
      return new Limits(
          bytes,
          Math.max(maxOpenBodyBytes, bytes),
          bodyTimeout,
          keepAlive,
          maxStreamBuffer,
          eventLoops,
          maxInFlight,
          maxQueuedSends,
          drainTimeout);
    }

    public Limits withKeepAlive(Duration silence) {
      return new Limits(
          maxBodyBytes,
          maxOpenBodyBytes,
          bodyTimeout,
          silence,
          maxStreamBuffer,
          eventLoops,
          maxInFlight,
          maxQueuedSends,
          drainTimeout);
    }

    public Limits withMaxStreamBuffer(long bytes) {
      return new Limits(
          maxBodyBytes,
          maxOpenBodyBytes,
          bodyTimeout,
          keepAlive,
          bytes,
          eventLoops,
          maxInFlight,
          maxQueuedSends,
          drainTimeout);
    }

    public Limits withEventLoops(int threads) {
      return new Limits(
          maxBodyBytes,
          maxOpenBodyBytes,
          bodyTimeout,
          keepAlive,
          maxStreamBuffer,
          threads,
          maxInFlight,
          maxQueuedSends,
          drainTimeout);
    }

    public Limits withMaxInFlight(int exchanges) {
      return new Limits(
          maxBodyBytes,
          maxOpenBodyBytes,
          bodyTimeout,
          keepAlive,
          maxStreamBuffer,
          eventLoops,
          exchanges,
          maxQueuedSends,
          drainTimeout);
    }

    public Limits withDrainTimeout(Duration timeout) {
      return new Limits(
          maxBodyBytes,
          maxOpenBodyBytes,
          bodyTimeout,
          keepAlive,
          maxStreamBuffer,
          eventLoops,
          maxInFlight,
          maxQueuedSends,
          timeout);
    }
  }
}
