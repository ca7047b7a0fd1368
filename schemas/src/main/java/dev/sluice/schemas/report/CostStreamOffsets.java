package dev.sluice.schemas.report;

import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka how far cost-stream is. Blocks for some seconds at most. */
public final class CostStreamOffsets {
  private static final long PATIENCE_SECONDS = 10;

  private final KafkaSettings kafka;
  private final Topics topics;
  private final String clientId;

  public CostStreamOffsets(KafkaSettings kafka, Topics topics, String clientId) {
    this.kafka = kafka;
    this.topics = topics;
    this.clientId = clientId;
  }

  /** How far it is behind now; unknown where Kafka does not say, as where rights are missing. */
  public CostStreamLag lag() {
    try (Admin admin = kafka.admin(clientId)) {
      Map<TopicPartition, Long> committed = committed(admin);
      return CostStreamLag.behind(spans(admin), committed);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return new CostStreamLag.Unknown("Kafka answers " + cause.getClass().getSimpleName());
    } catch (TimeoutException e) {
      return new CostStreamLag.Unknown("Kafka gave no answer in " + PATIENCE_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CostStreamLag.Unknown("interrupted");
    }
  }

  private Map<TopicPartition, Long> committed(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> group =
        get(
            admin
                .listConsumerGroupOffsets(topics.costStreamGroup())
                .partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> committed = new HashMap<>();
    group.forEach((partition, offset) -> {
      if (offset != null) {
        committed.put(partition, offset.offset());
      }
    });
    return committed;
  }

  private Map<TopicPartition, CostStreamLag.Span> spans(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    String topic = topics.attempts().name();
    List<TopicPartition> partitions =
        get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
            .flatMap(description -> description.partitions().stream())
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    ListOffsetsResult begins = offsets(admin, partitions, OffsetSpec.earliest());
    ListOffsetsResult ends = offsets(admin, partitions, OffsetSpec.latest());
    ListOffsetsResult newest = offsets(admin, partitions, OffsetSpec.maxTimestamp());
    Map<TopicPartition, CostStreamLag.Span> spans = new HashMap<>();
    for (TopicPartition partition : partitions) {
      spans.put(
          partition,
          new CostStreamLag.Span(
              get(begins.partitionResult(partition)).offset(),
              get(ends.partitionResult(partition)).offset(),
              get(newest.partitionResult(partition)).timestamp()));
    }
    return spans;
  }

  private static ListOffsetsResult offsets(
      Admin admin, List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    return admin.listOffsets(asked);
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
