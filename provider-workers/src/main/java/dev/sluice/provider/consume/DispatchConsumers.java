package dev.sluice.provider.consume;

import dev.sluice.provider.calls.SendResult;
import dev.sluice.provider.consume.DispatchSource.Delivered;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both consumers of dispatches: interactive and batch, each with slots of its own (I9). */
public final class DispatchConsumers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DispatchConsumers.class);
  private static final String GROUP = "provider-workers";

  /** A share group and a consumer group cannot have one name. */
  private static final String PLAIN = "-plain";

  /** Tells what could not be read. */
  @FunctionalInterface
  public interface Undecodables {
    void tell(ConsumerRecord<byte[], byte[]> record, String reason, Consumer<SendResult> then);
  }

  private final String group;
  private final String interactiveClientId;
  private final DispatchConsumer interactive;
  private final DispatchConsumer batch;
  private volatile boolean shared = true;

  /**
   * @param providers those whose dispatch topics are there, as of now
   */
  public DispatchConsumers(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      String instanceId,
      BrokerClock clock,
      HandOver handOver,
      Slots slots,
      Slots batchSlots,
      Undecodables undecodables,
      Supplier<Set<String>> providers) {
    group = topics.prefix() + GROUP;
    interactiveClientId = instanceId + "-dispatch";
    DispatchConsumer.Undecodables tell =
        (Delivered delivered, String reason, Consumer<SendResult> then) ->
            undecodables.tell(delivered.record(), reason, then);
    interactive =
        new DispatchConsumer(
            "sluice-worker-dispatch",
            () -> source(kafka, interactiveClientId, slots, clock),
            new DispatchReader(topics, codecs, false, clock),
            handOver,
            slots,
            tell,
            providers);
    batch =
        new DispatchConsumer(
            "sluice-worker-batch",
            () -> source(kafka, instanceId + "-batch", batchSlots, clock),
            new DispatchReader(topics, codecs, true, clock),
            handOver,
            batchSlots,
            tell,
            providers);
  }

  /** The share group, and the consumer group that is used where there are no share groups. */
  public static List<String> groups(Topics topics) {
    String group = topics.prefix() + GROUP;
    return List.of(group, group + PLAIN);
  }

  /** Sets what has to stand before the first dispatch; whether it does. Blocks on Kafka. */
  public boolean prepare(Admin admin) {
    return switch (ShareGroupSettings.apply(admin, group)) {
      case APPLIED -> true;
      case NOT_NOW -> false;
      case NO_SHARE_GROUPS -> {
        shared = false;
        LOG.atWarn().log("The broker has no share groups; a consumer group is used instead");
        yield true;
      }
    };
  }

  private DispatchSource source(
      KafkaSettings kafka, String clientId, Slots slots, BrokerClock clock) {
    return shared
        ? new ShareSource(kafka, group, clientId, slots.size(), clock)
        : new GroupSource(kafka, group + PLAIN, clientId, slots.size());
  }

  /** Whether the group gives interactive dispatches to this worker. Blocks on Kafka. */
  public boolean isAssigned(Admin admin) {
    return !shared || ShareGroupSettings.isAssigned(admin, group, interactiveClientId);
  }

  public void start() {
    interactive.start();
    batch.start();
  }

  /** Why dispatches are not taken; empty where they are. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (DispatchConsumer consumer : List.of(interactive, batch)) {
      if (!consumer.problem().isEmpty()) {
        problems.add("dispatches cannot be read: " + consumer.problem());
      }
    }
    return problems;
  }

  /** Whether the interactive dispatch topics of all these providers are read. */
  public boolean reads(Topics topics, Set<String> providers) {
    return providers.stream()
        .allMatch(name -> interactive.subscribed().contains(topics.dispatch(name, false).name()));
  }

  /** Takes no more dispatches. Blocks, within a bound. */
  @Override
  public void close() {
    interactive.close();
    batch.close();
  }
}
