package dev.sluice.router.topology;

import dev.sluice.schemas.topic.InternalTopic;
import dev.sluice.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology of the router. By account: inputs become decisions, decisions that are read back
 * become actions. Apart from it, by name: commands become configuration.
 */
public final class RouterTopology {
  private static final Map<String, String> STORE_LOG =
      Map.of(
          "segment.bytes", Integer.toString(8 << 20),
          "min.cleanable.dirty.ratio", "0.1",
          "delete.retention.ms", "60000");

  private RouterTopology() {}

  /** Builds both parts. */
  public static Topology build(RouterServices services) {
    Topology topology = new Topology();
    RouterCodecs codecs = RouterCodecs.of(services.codecs(), services.topics());
    accounts(topology, services, codecs);
    control(topology, services, codecs);
    return topology;
  }

  /** The logs of its stores. */
  public static List<InternalTopic> internalTopics(String applicationId, Topics topics) {
    return List.of(
        InternalTopic.changelog(
            applicationId, RouterNodes.CHECKPOINT_STORE, topics.requests(), STORE_LOG),
        InternalTopic.changelog(
            applicationId, RouterNodes.CONFIG_STORE, topics.configCommands(), STORE_LOG));
  }

  private static void control(Topology topology, RouterServices services, RouterCodecs codecs) {
    Topics topics = services.topics();
    source(topology, RouterNodes.CONFIG_COMMANDS, topics.configCommands().name());
    topology.addProcessor(
        RouterNodes.CONFIG_DECIDER,
        supplier(
            Set.of(memoryStore(RouterNodes.CONFIG_STORE)),
            () -> new ConfigCommands(services, codecs)),
        RouterNodes.CONFIG_COMMANDS);
    sink(topology, RouterNodes.CONFIG_SINK, topics.config().name(), RouterNodes.CONFIG_DECIDER);
    sink(topology, RouterNodes.AUDIT_SINK, topics.audit().name(), RouterNodes.CONFIG_DECIDER);
    sink(
        topology,
        RouterNodes.CONFIG_UNDECODABLE_SINK,
        topics.undecodable().name(),
        RouterNodes.CONFIG_DECIDER);
  }

  private static void accounts(Topology topology, RouterServices services, RouterCodecs codecs) {
    Topics topics = services.topics();
    source(topology, RouterNodes.REQUESTS, topics.requests().name());
    source(topology, RouterNodes.ATTEMPTS, topics.attempts().name());
    source(topology, RouterNodes.FALLBACK, topics.fallback().name());
    source(topology, RouterNodes.CANCELS, topics.cancels().name());
    topology.addSource(
        AutoOffsetReset.earliest(),
        RouterNodes.DECISIONS,
        new DecisionsFirst(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topics.decisions().name());
    Set<StoreBuilder<?>> stores =
        Set.of(
            memoryStore(RouterNodes.CHECKPOINT_STORE),
            new OwnedPartitionBuilder(services, codecs, new AtomicLong()));
    topology.addProcessor(
        RouterNodes.INPUTS,
        supplier(stores, () -> new RouterInputs(services, codecs)),
        RouterNodes.REQUESTS,
        RouterNodes.ATTEMPTS,
        RouterNodes.FALLBACK,
        RouterNodes.CANCELS);
    topology.addProcessor(
        RouterNodes.ACTIONS,
        supplier(stores, () -> new RouterActions(services, codecs)),
        RouterNodes.DECISIONS);
    String[] both = {RouterNodes.INPUTS, RouterNodes.ACTIONS};
    sink(topology, RouterNodes.DECISIONS_SINK, topics.decisions().name(), both);
    sink(topology, RouterNodes.UNDECODABLE_SINK, topics.undecodable().name(), both);
    sink(topology, RouterNodes.REPLIES_SINK, topics.replies().name(), RouterNodes.ACTIONS);
    sink(topology, RouterNodes.ATTEMPTS_SINK, topics.attempts().name(), RouterNodes.ACTIONS);
    sink(topology, RouterNodes.CANCELS_SINK, topics.cancels().name(), RouterNodes.ACTIONS);
    sink(topology, RouterNodes.ALERTS_SINK, topics.budgetAlerts().name(), RouterNodes.ACTIONS);
    sink(topology, RouterNodes.OUTCOMES_SINK, topics.outcomes().name(), RouterNodes.ACTIONS);
    dynamicSink(topology, RouterNodes.DISPATCH_SINK, RouterNodes.ACTIONS);
    dynamicSink(topology, RouterNodes.DEAD_LETTER_SINK, RouterNodes.ACTIONS);
  }

  static void source(Topology topology, String name, String topic) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        name,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic);
  }

  private static void sink(Topology topology, String name, String topic, String... parents) {
    topology.addSink(
        name, topic, new ByteArraySerializer(), Outgoing.SERIALIZER, Outgoing.PARTITION, parents);
  }

  private static void dynamicSink(Topology topology, String name, String... parents) {
    topology.addSink(
        name,
        Outgoing.TOPIC,
        new ByteArraySerializer(),
        Outgoing.SERIALIZER,
        Outgoing.PARTITION,
        parents);
  }

  /** In memory: what it holds is small, and its log is short. */
  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> memoryStore(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(STORE_LOG);
  }

  private static ProcessorSupplier<byte[], byte[], byte[], Outgoing> supplier(
      Set<StoreBuilder<?>> stores, Supply supply) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], Outgoing> get() {
        return supply.get();
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return stores;
      }
    };
  }

  private interface Supply {
    Processor<byte[], byte[], byte[], Outgoing> get();
  }
}
