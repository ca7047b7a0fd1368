package dev.sluice.schemas.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics of the catalogue that are not there yet. Blocks on Kafka. */
public final class TopicCreation {
  private static final int TIMEOUT_MS = 30_000;

  private TopicCreation() {}

  /** What came of {@link #ensure}. */
  public sealed interface Outcome {
    /** All are there. {@code created} lists those that were missing. */
    record Ready(List<String> created) implements Outcome {}

    /** Kafka refused or did not answer; {@code problem} says what and for which topic. */
    record Failed(String problem) implements Outcome {}
  }

  /** Creates what is missing; a topic that is there is left as it is. */
  public static Outcome ensure(
      Admin admin, TopicSizing sizing, Collection<? extends Topic<?>> topics) {
    return ensure(admin, sizing, topics, List.of());
  }

  /** The same, with the logs of stores of Kafka Streams applications. */
  public static Outcome ensure(
      Admin admin,
      TopicSizing sizing,
      Collection<? extends Topic<?>> topics,
      Collection<InternalTopic> internal) {
    try {
      Set<String> there = admin.listTopics().names().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
      List<NewTopic> missing = new ArrayList<>();
      for (Topic<?> topic : topics) {
        if (!there.contains(topic.name())) {
          missing.add(
              new NewTopic(topic.name(), topic.partitions(), sizing.replication())
                  .configs(topic.configuration(sizing.maxMessageBytes())));
        }
      }
      for (InternalTopic topic : internal) {
        if (!there.contains(topic.name())) {
          missing.add(
              new NewTopic(topic.name(), count(admin, there, topic), sizing.replication())
                  .configs(topic.configuration()));
        }
      }
      return missing.isEmpty() ? new Outcome.Ready(List.of()) : create(admin, missing);
    } catch (ExecutionException e) {
      return new Outcome.Failed(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      return new Outcome.Failed("Kafka did not answer within " + TIMEOUT_MS / 1000 + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("interrupted");
    }
  }

  /** A source that is there already may have another count than it would be made with. */
  private static int count(Admin admin, Set<String> there, InternalTopic topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    Optional<String> source = topic.source().filter(there::contains);
    if (source.isEmpty()) {
      return topic.partitions();
    }
    return admin
        .describeTopics(List.of(source.get()))
        .allTopicNames()
        .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .values()
        .iterator()
        .next()
        .partitions()
        .size();
  }

  private static Outcome create(Admin admin, List<NewTopic> missing)
      throws InterruptedException, TimeoutException {
    List<String> created = new ArrayList<>();
    Map<String, KafkaFuture<Void>> results =
        admin.createTopics(missing, new CreateTopicsOptions().timeoutMs(TIMEOUT_MS)).values();
    for (Map.Entry<String, KafkaFuture<Void>> result : results.entrySet()) {
      try {
        result.getValue().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        created.add(result.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          return new Outcome.Failed("topic " + result.getKey() + ": " + e.getCause());
        }
      }
    }
    return new Outcome.Ready(created);
  }

  /**
   * Partition counts of those of the named topics that are there.
   *
   * @throws IllegalStateException if Kafka does not answer
   */
  public static Map<String, Integer> partitionCounts(Admin admin, Collection<String> names) {
    Map<String, Integer> counts = new HashMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> entry :
        admin.describeTopics(names).topicNameValues().entrySet()) {
      try {
        counts.put(
            entry.getKey(),
            entry.getValue().get(TIMEOUT_MS, TimeUnit.MILLISECONDS).partitions().size());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw new IllegalStateException("cannot describe topic " + entry.getKey(), e);
        }
      } catch (TimeoutException e) {
        throw new IllegalStateException("cannot describe topic " + entry.getKey(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return counts;
  }

  /**
   * Partition counts of topics that were just made sure of. A broker may learn of a new topic a
   * moment after the controller made it; this waits until it knows all of them.
   *
   * @throws IllegalStateException if one of them stays unknown, or Kafka does not answer
   */
  public static Map<String, Integer> partitionCountsOf(Admin admin, Collection<String> made) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
    Map<String, Integer> counts = partitionCounts(admin, made);
    while (!counts.keySet().containsAll(made)) {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("not all topics are known: " + made + " but " + counts);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      counts = partitionCounts(admin, made);
    }
    return counts;
  }

  /** Says which of the topics differ in their partition counts; empty where all are equal. */
  public static String unequalCounts(Map<String, Integer> counts) {
    if (counts.values().stream().distinct().count() <= 1) {
      return "";
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " has " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
