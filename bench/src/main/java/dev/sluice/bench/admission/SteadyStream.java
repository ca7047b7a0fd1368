package dev.sluice.bench.admission;

import dev.sluice.bench.load.Latencies;
import dev.sluice.bench.load.Quantiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

/**
 * Requests at a fixed rate, whatever becomes of them. The latency of each is from the moment at
 * which it was due to be sent until its dispatch is read from the topic, so that what waits behind
 * a pause counts in full. Each dispatch is answered at once with the outcome of its attempt.
 */
final class SteadyStream {
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final RouterBench bench;
  private final Numbered numbered;
  private final int rate;
  private final int leadInSeconds;
  private final int count;
  private final AtomicLongArray arrivedNanos;
  private long beganNanos;

  /**
   * A stream.
   *
   * @param leadInSeconds at the same rate, not counted
   */
  SteadyStream(
      RouterBench bench, Numbered numbered, int rate, int leadInSeconds, int measuredSeconds) {
    this.bench = bench;
    this.numbered = numbered;
    this.rate = rate;
    this.leadInSeconds = leadInSeconds;
    this.count = rate * (leadInSeconds + measuredSeconds);
    this.arrivedNanos = new AtomicLongArray(count);
  }

  /**
   * What came of it.
   *
   * @param missing requests whose dispatch did not come
   */
  record Outcome(Quantiles latency, long missing) {}

  /** Sends all and waits for the last. {@code onCounted} runs when the lead-in is over. */
  Outcome run(Runnable onCounted) throws InterruptedException {
    Thread reader;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer();
        KafkaProducer<byte[], byte[]> answers =
            bench.connection().kafka().producer("bench-answers", Map.of());
        KafkaProducer<byte[], byte[]> requests =
            bench.connection().kafka().producer("bench-requests", Map.of())) {
      reader = Thread.ofPlatform().name("bench-dispatches").start(() -> read(consumer, answers));
      send(requests, onCounted);
      reader.join();
    }
    return outcome();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    String topic = bench.connection().topics().dispatch(AdmissionFile.PROVIDER, false).name();
    KafkaConsumer<byte[], byte[]> consumer =
        bench
            .connection()
            .kafka()
            .consumer("bench-dispatches", Map.of(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1));
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  private long dueNanos(int number) {
    return beganNanos + number * 1_000_000_000L / rate;
  }

  private void send(KafkaProducer<byte[], byte[]> producer, Runnable onCounted) {
    beganNanos = System.nanoTime();
    for (int number = 0; number < count; number++) {
      if (number == rate * leadInSeconds) {
        onCounted.run();
      }
      for (long left = dueNanos(number) - System.nanoTime();
          left > 0;
          left = dueNanos(number) - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      producer.send(numbered.request(number));
    }
    producer.flush();
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> answers) {
    int left = count;
    long lastNanos = System.nanoTime();
    while (left > 0 && System.nanoTime() - lastNanos < DRAIN.toNanos()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        lastNanos = System.nanoTime();
        int number = Numbered.number(record.key());
        if (arrivedNanos.compareAndSet(number, 0, lastNanos)) {
          left--;
          answers.send(numbered.outcome(number));
        }
      }
    }
  }

  private Outcome outcome() {
    Latencies latencies = new Latencies();
    long missing = 0;
    for (int number = rate * leadInSeconds; number < count; number++) {
      long arrived = arrivedNanos.get(number);
      if (arrived == 0) {
        missing++;
      } else {
        latencies.record(dueNanos(number), arrived);
      }
    }
    return new Outcome(latencies.quantiles(), missing);
  }
}
