package dev.sluice.bench.floor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A thread that reads one partition and hands over each burst. Positions are committed each 100 ms,
 * without waiting, as a role that must find its place again would.
 */
final class FloorHop {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final long COMMIT_NANOS = 100_000_000;

  private FloorHop() {}

  /** Starts the thread and returns once it knows its position. */
  static void start(
      FloorClients clients,
      String name,
      TopicPartition partition,
      boolean commits,
      Consumer<ConsumerRecords<byte[], byte[]>> burst)
      throws InterruptedException {
    CountDownLatch positioned = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(name, partition)) {
                positioned.countDown();
                read(consumer, commits, burst);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    positioned.await();
  }

  private static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      boolean commits,
      Consumer<ConsumerRecords<byte[], byte[]>> burst) {
    long committed = System.nanoTime();
    boolean open = false;
    while (!Thread.currentThread().isInterrupted()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        burst.accept(records);
        open = true;
      }
      long now = System.nanoTime();
      if (commits && open && now - committed >= COMMIT_NANOS) {
        consumer.commitAsync();
        committed = now;
        open = false;
      }
    }
  }
}
