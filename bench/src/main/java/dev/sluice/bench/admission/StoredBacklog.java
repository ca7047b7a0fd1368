package dev.sluice.bench.admission;

import dev.sluice.launcher.assembly.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

/** Requests that lie in their topic before the router starts. */
final class StoredBacklog {
  private static final int LEAD_IN_SECONDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(240);

  /**
   * How fast they were admitted, by the broker's times of their dispatches.
   *
   * @param all a second, from the first dispatch to the last
   * @param steady a second, without the first seconds
   * @param best in any whole second
   */
  record Rates(int count, double seconds, double all, double steady, int best) {}

  private final RouterBench bench;
  private final int count;

  StoredBacklog(RouterBench bench, int count) {
    this.bench = bench;
    this.count = count;
  }

  static int leadInSeconds() {
    return LEAD_IN_SECONDS;
  }

  void write(Numbered numbered) {
    try (KafkaProducer<byte[], byte[]> producer =
        bench
            .connection()
            .kafka()
            .producer("bench-backlog", Map.of("linger.ms", 5, "batch.size", 512 << 10))) {
      for (int number = 0; number < count; number++) {
        producer.send(numbered.request(number));
      }
      producer.flush();
    }
  }

  /** Waits until all are dispatched. */
  Rates await() throws InterruptedException {
    Connection connection = bench.connection();
    String topic = connection.topics().dispatch(AdmissionFile.PROVIDER, false).name();
    try (KafkaConsumer<byte[], byte[]> consumer =
        connection.kafka().consumer("bench-dispatches", Map.of())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      long end = System.nanoTime() + PATIENCE.toNanos();
      long seen = 0;
      while (seen < count && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(500);
        seen = consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      }
      return rates(times(consumer, partitions));
    }
  }

  private static long[] times(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.seekToBeginning(partitions);
    long[] times = new long[(int) ends.values().stream().mapToLong(Long::longValue).sum()];
    int at = 0;
    while (at < times.length) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (at < times.length) {
          times[at++] = record.timestamp();
        }
      }
    }
    Arrays.sort(times);
    return times;
  }

  /** Pure; {@code times} in milliseconds, rising. */
  static Rates rates(long[] times) {
    long first = times[0];
    long last = times[times.length - 1];
    double seconds = Math.max(1, last - first) / 1e3;
    long steadyFrom = first + TimeUnit.SECONDS.toMillis(LEAD_IN_SECONDS);
    long steady = Arrays.stream(times).filter(time -> time >= steadyFrom).count();
    int[] perSecond = new int[(int) ((last - first) / 1_000) + 1];
    for (long time : times) {
      perSecond[(int) ((time - first) / 1_000)]++;
    }
    return new Rates(
        times.length,
        seconds,
        times.length / seconds,
        last > steadyFrom ? steady / ((last - steadyFrom) / 1e3) : 0,
        Arrays.stream(perSecond).max().orElse(0));
  }
}
