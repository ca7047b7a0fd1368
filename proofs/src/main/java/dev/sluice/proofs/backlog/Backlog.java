package dev.sluice.proofs.backlog;

import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.schemas.batch.BatchReply;
import dev.sluice.schemas.batch.BatchRequest;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of a batch author, all in one partition, so that they are taken in the order in which
 * they were written.
 */
final class Backlog {
  static final String MODEL = "claude-haiku-4-5";
  private static final int AVERAGE_LATENCY_MS = 2_000;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final KafkaSettings kafka;
  private final Topic<BatchRequest> requests;
  private final Topic<BatchReply> replies;
  private final Codec<BatchRequest> codec;
  private final Random random;
  private int written;

  Backlog(KafkaSettings kafka, Topics topics, String project, long seed) {
    this.kafka = kafka;
    this.requests = topics.batchRequests(project);
    this.replies = topics.batchReplies(project);
    this.codec = Codecs.of(kafka.registryUrl()).of(requests);
    this.random = new Random(seed);
  }

  /**
   * What is queued.
   *
   * @param blocks of records at the pace of a provider, each followed by ones that fill the window
   *     and wait long
   * @param blockRecords records of one such block
   * @param window batch requests that are let in at once
   * @param waitMs how long those wait that fill the window
   * @param fast records behind the blocks that the provider answers at once
   */
  record Plan(int blocks, int blockRecords, int window, int waitMs, int fast) {
    /** Records that the provider paces. */
    int paced() {
      return blocks * (blockRecords + window);
    }

    int all() {
      return paced() + fast;
    }
  }

  /** Writes it all and waits until it is acknowledged. */
  void write(Plan plan) throws InterruptedException, ExecutionException {
    try (KafkaProducer<byte[], byte[]> producer =
        kafka.producer("proof-author", Map.of("linger.ms", 5))) {
      Future<?> last = null;
      for (int block = 0; block < plan.blocks(); block++) {
        for (int i = 0; i < plan.blockRecords(); i++) {
          int latency = AVERAGE_LATENCY_MS / 2 + random.nextInt(AVERAGE_LATENCY_MS);
          last = send(producer, "latency_ms=" + latency + " out=40");
        }
        for (int i = 0; i < plan.window(); i++) {
          last = send(producer, "latency_ms=" + plan.waitMs() + " out=40");
        }
      }
      for (int i = 0; i < plan.fast(); i++) {
        last = send(producer, "out=40");
      }
      producer.flush();
      if (last != null) {
        last.get();
      }
    }
  }

  private Future<?> send(KafkaProducer<byte[], byte[]> producer, String directives) {
    String id = "row-" + written++;
    String body =
        "{\"model\":\"anthropic/%s\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Sum up report %s. [[sim %s]]\"}]}"
            .formatted(MODEL, id, directives);
    BatchRequest request = BatchRequest.newBuilder().setCustomId(id).setBody(body).build();
    return producer.send(
        new ProducerRecord<>(
            requests.name(), 0, id.getBytes(StandardCharsets.UTF_8), codec.encode(request)));
  }

  /**
   * Waits until there are so many replies, good or bad. Looks seldom, so as not to be a load
   * itself.
   *
   * @param seen is told how many there are, now and then
   * @return whether they came in time
   */
  boolean awaitReplies(long count, Duration atMost, LongConsumer seen) throws InterruptedException {
    try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer("proof-watch", Map.of())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(replies.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      long end = System.nanoTime() + atMost.toNanos();
      while (System.nanoTime() < end) {
        long there =
            consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
        seen.accept(there);
        if (there >= count) {
          return true;
        }
        Waiting.until(LOOK_EVERY, () -> false);
      }
      return false;
    }
  }

  /** Records that were not answered exactly once with success. */
  List<String> wronglyAnswered() {
    Map<String, Integer> count = new HashMap<>();
    for (TopicReader.Read<BatchReply> read : new TopicReader(kafka).all(replies)) {
      BatchReply reply = read.value();
      count.merge(reply.getCustomId(), reply.getStatus() == 200 ? 1 : 1_000, Integer::sum);
    }
    return IntStream.range(0, written)
        .mapToObj(i -> "row-" + i)
        .filter(id -> count.getOrDefault(id, 0) != 1)
        .map(id -> id + " x " + count.getOrDefault(id, 0))
        .toList();
  }
}
