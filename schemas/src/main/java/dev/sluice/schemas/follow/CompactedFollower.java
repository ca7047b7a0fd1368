package dev.sluice.schemas.follow;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads a compacted topic from its beginning and goes on reading, for as long as it is open.
 *
 * <p>Every 250 ms its thread asks the partition leaders for the end offsets. From the answers come
 * {@link #lastContactNanos()} and {@link #caughtUpAsOfNanos()}, by which others can tell "nobody
 * renewed this lease" from "I have not heard of anything".
 *
 * @param <V> what the values decode to
 */
public final class CompactedFollower<V> implements AutoCloseable {
  private static final int FETCH_WAIT_MS = 250;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final FollowLoop<V> loop;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private CompactedFollower(FollowLoop<V> loop, String threadName) {
    this.loop = loop;
    this.thread =
        Thread.ofPlatform()
            .name(threadName)
            .daemon()
            .unstarted(() -> {
              try {
                loop.run();
              } finally {
                stopped.countDown();
              }
            });
  }

  /**
   * Starts to follow. Returns at once; the broker need not be there yet, nor the topic.
   *
   * @param clientProperties how to reach the brokers ({@code bootstrap.servers}, security, …)
   * @param deserializer of values. An exception of it that tells of a registry or network that does
   *     not answer is tried again for ever; any other makes the record undecodable
   */
  public static <V> CompactedFollower<V> start(
      String threadName,
      Map<String, Object> clientProperties,
      String topic,
      Deserializer<V> deserializer,
      FollowListener<V> listener) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, threadName);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    return start(
        threadName,
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        topic,
        deserializer,
        listener);
  }

  static <V> CompactedFollower<V> start(
      String threadName,
      Consumer<byte[], byte[]> consumer,
      String topic,
      Deserializer<V> deserializer,
      FollowListener<V> listener) {
    FollowLoop<V> loop =
        new FollowLoop<>(consumer, topic, new PatientDecoder<>(topic, deserializer), listener);
    CompactedFollower<V> follower = new CompactedFollower<>(loop, threadName);
    follower.thread.start();
    return follower;
  }

  /**
   * Waits until everything was read that the topic held when this follower first reached it.
   *
   * @return whether that was so within the time
   */
  public boolean awaitReady(Duration atMost) throws InterruptedException {
    return loop.ready().await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether {@link #awaitReady} would return at once. */
  public boolean isReady() {
    return loop.ready().getCount() == 0;
  }

  /**
   * {@link System#nanoTime()} when the partition leaders last answered for their end offsets;
   * {@link Long#MIN_VALUE} before the first time.
   */
  public long lastContactNanos() {
    return loop.lastContactNanos();
  }

  /**
   * A {@link System#nanoTime()} up to which nothing is missing here: the start of the last look at
   * the end offsets whose offsets have since been read; {@link Long#MIN_VALUE} before the first
   * time.
   */
  public long caughtUpAsOfNanos() {
    return loop.caughtUpAsOfNanos();
  }

  /** Highest offset told to the listener, of any partition; -1 before the first. */
  public long appliedOffset() {
    return loop.appliedOffset();
  }

  /** Ends the thread and closes the consumer. Waits up to five seconds. */
  @Override
  public void close() {
    loop.stop();
    try {
      if (!stopped.await(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
