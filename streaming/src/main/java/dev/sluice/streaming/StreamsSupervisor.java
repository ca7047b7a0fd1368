package dev.sluice.streaming;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a Kafka Streams application running: prepares, starts it, replaces threads that fail, and
 * starts it anew should it end by itself. Never gives up. Has one thread of its own.
 */
public final class StreamsSupervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsSupervisor.class);
  private static final Duration RETRY_EVERY = Duration.ofSeconds(1);
  private static final Duration BEFORE_NEXT_THREAD = Duration.ofMillis(500);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);
  private static final String LAG = "records-lag";
  private static final String LAG_GROUP = "consumer-fetch-manager-metrics";
  private static final String HEARTBEAT = "last-heartbeat-seconds-ago";
  private static final String HEARTBEAT_GROUP = "consumer-coordinator-metrics";
  private static final double OUT_OF_CONTACT_SECONDS = 10;

  private final Supplier<Optional<String>> preparation;
  private final Supplier<KafkaStreams> factory;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** A permit is a reason to look again: the application ended, or this is being closed. */
  private final Semaphore signals = new Semaphore(0);

  private final Thread thread;
  private volatile String obstacle = "not started yet";
  private volatile @Nullable KafkaStreams streams;

  /**
   * @param preparation run before each start until it has nothing to complain about; returns what
   *     stands in the way
   * @param factory makes a new application
   */
  public StreamsSupervisor(
      String name, Supplier<Optional<String>> preparation, Supplier<KafkaStreams> factory) {
    this.preparation = preparation;
    this.factory = factory;
    this.thread = Thread.ofPlatform().name(name + "-supervisor").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Why it is not running, empty where it is. */
  public Optional<String> notRunning() {
    KafkaStreams current = streams;
    if (current == null) {
      return Optional.of(obstacle);
    }
    KafkaStreams.State state = current.state();
    if (state != KafkaStreams.State.RUNNING) {
      return Optional.of("the stream is " + state);
    }
    // A stream goes on being RUNNING through an outage of the broker.
    boolean silent =
        values(current, HEARTBEAT_GROUP, HEARTBEAT).anyMatch(s -> s > OUT_OF_CONTACT_SECONDS);
    return silent ? Optional.of("Kafka does not answer") : Optional.empty();
  }

  /** Records of its input that it has not read yet, as far as its consumers know. */
  public OptionalLong lag() {
    KafkaStreams current = streams;
    if (current == null) {
      return OptionalLong.empty();
    }
    double lag = values(current, LAG_GROUP, LAG).filter(records -> records > 0).sum();
    return OptionalLong.of(Math.round(lag));
  }

  private static DoubleStream values(KafkaStreams streams, String group, String name) {
    return streams.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals(name))
        .filter(metric -> metric.metricName().group().equals(group))
        .map(Metric::metricValue)
        .filter(Double.class::isInstance)
        .mapToDouble(value -> (Double) value);
  }

  private void run() {
    while (!isClosing(Duration.ZERO)) {
      try {
        Optional<String> inTheWay = preparation.get();
        if (inTheWay.isEmpty()) {
          runOnce();
        } else {
          complain(inTheWay.get());
        }
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("the stream could not be started");
        obstacle = "the stream could not be started: " + e.getClass().getSimpleName();
      }
      isClosing(RETRY_EVERY);
    }
  }

  private void complain(String reason) {
    if (!reason.equals(obstacle)) {
      LOG.atWarn().addKeyValue("reason", reason).log("waiting for what the stream needs");
      obstacle = reason;
    }
  }

  private void runOnce() {
    KafkaStreams next = factory.get();
    try {
      signals.drainPermits();
      next.setUncaughtExceptionHandler(this::threadFailed);
      next.setStateListener((state, before) -> {
        if (hasEnded(state)) {
          signals.release();
        }
      });
      next.start();
      streams = next;
      awaitEnd(next);
    } finally {
      streams = null;
      obstacle = "the stream ended and is started anew";
      next.close(CloseOptions.timeout(CLOSE_WAIT));
    }
  }

  private static boolean hasEnded(KafkaStreams.State state) {
    return state == KafkaStreams.State.ERROR || state == KafkaStreams.State.NOT_RUNNING;
  }

  private void awaitEnd(KafkaStreams running) {
    try {
      while (!isClosing(Duration.ZERO)) {
        if (hasEnded(running.state())) {
          LOG.atError()
              .addKeyValue("state", running.state())
              .log("the stream ended; starting it anew");
          return;
        }
        signals.acquire();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private StreamThreadExceptionResponse threadFailed(Throwable failure) {
    LOG.atWarn().setCause(failure).log("a stream thread failed and is replaced");
    isClosing(BEFORE_NEXT_THREAD);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** Whether it is being closed, waiting that long for it. */
  private boolean isClosing(Duration wait) {
    try {
      return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Ends the application, keeping its place in the group, and waits for it. */
  @Override
  public void close() {
    closing.countDown();
    signals.release();
    try {
      thread.join(CLOSE_WAIT.plusSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
