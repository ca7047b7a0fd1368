package dev.sluice.observability;

import static dev.sluice.observability.ObservabilityNodes.ATTEMPTS_SOURCE;
import static dev.sluice.observability.ObservabilityNodes.DELTAS;
import static dev.sluice.observability.ObservabilityNodes.ENCODE_DELTAS;
import static dev.sluice.observability.ObservabilityNodes.FOLD;
import static dev.sluice.observability.ObservabilityNodes.FOLDED_DELTAS;
import static dev.sluice.observability.ObservabilityNodes.HEALTH;
import static dev.sluice.observability.ObservabilityNodes.HEALTH_SINK;
import static dev.sluice.observability.ObservabilityNodes.READABLE_DELTAS;
import static dev.sluice.observability.ObservabilityNodes.READ_DELTAS;
import static dev.sluice.observability.ObservabilityNodes.TYPED_DELTAS;
import static dev.sluice.observability.ObservabilityNodes.UNREADABLE_ATTEMPTS;
import static dev.sluice.observability.ObservabilityNodes.UNREADABLE_ATTEMPTS_SINK;
import static dev.sluice.observability.ObservabilityNodes.UNREADABLE_DELTAS;
import static dev.sluice.observability.ObservabilityNodes.UNREADABLE_DELTAS_SINK;
import static dev.sluice.observability.ObservabilityNodes.WINDOWS;
import static dev.sluice.observability.ObservabilityNodes.WINDOWS_SINK;
import static dev.sluice.observability.ObservabilityNodes.WINDOW_STORE;

import dev.sluice.observability.health.HealthProcessor;
import dev.sluice.observability.intake.ReadDeltas;
import dev.sluice.observability.latency.CommitGate;
import dev.sluice.observability.latency.FoldProcessor;
import dev.sluice.observability.latency.WindowProcessor;
import dev.sluice.schemas.metric.LatencyWindow;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.InternalTopic;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology of observability-stream: two sub-topologies with a repartition topic between them,
 * because attempts are keyed by account and windows by deployment. What crosses it is one delta per
 * deployment, partition and second, however many attempts there are.
 */
public final class ObservabilityTopology {
  /** The second stage has little to do: one of its partitions for this many account partitions. */
  private static final int ACCOUNT_PARTITIONS_EACH = 6;

  private ObservabilityTopology() {}

  /**
   * Builds it. Does no I/O; the codecs are used when records come.
   *
   * @param streams the settings that it will run with: Kafka Streams refuses an unnamed store or
   *     internal topic here, where they say so
   */
  public static Topology build(
      Topics topics, Codecs codecs, ObservabilityMetrics metrics, Properties streams) {
    StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(streams)));
    CommitGate gate = new CommitGate();
    KStream<String, byte[]> deltas = fold(builder, topics, codecs, metrics, gate);
    KStream<String, LatencyWindow> typed = read(deltas, topics, codecs, metrics);
    windows(builder, typed, topics, codecs, metrics, gate);
    health(typed, topics, codecs, metrics);
    return builder.build();
  }

  private static KStream<String, byte[]> fold(
      StreamsBuilder builder,
      Topics topics,
      Codecs codecs,
      ObservabilityMetrics metrics,
      CommitGate gate) {
    KStream<String, SpecificRecord> folded =
        builder.stream(
                topics.attempts().name(),
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(ATTEMPTS_SOURCE))
            .process(
                () ->
                    new FoldProcessor(
                        codecs.of(topics.attempts()), codecs.registry(), metrics, gate),
                Named.as(FOLD));
    setAside(folded, topics, codecs, UNREADABLE_ATTEMPTS, UNREADABLE_ATTEMPTS_SINK);
    Codec<LatencyWindow> codec = codecs.of(topics.latency());
    return folded
        .filter((key, value) -> value instanceof LatencyWindow, Named.as(FOLDED_DELTAS))
        .mapValues(value -> codec.encode((LatencyWindow) value), Named.as(ENCODE_DELTAS))
        .repartition(
            Repartitioned.<String, byte[]>as(DELTAS)
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.ByteArray())
                .withNumberOfPartitions(deltaPartitions(topics)));
  }

  private static KStream<String, LatencyWindow> read(
      KStream<String, byte[]> deltas, Topics topics, Codecs codecs, ObservabilityMetrics metrics) {
    KStream<String, SpecificRecord> read =
        deltas.process(
            () -> new ReadDeltas(codecs.of(topics.latency()), metrics), Named.as(READ_DELTAS));
    setAside(read, topics, codecs, UNREADABLE_DELTAS, UNREADABLE_DELTAS_SINK);
    return read.filter((key, value) -> value instanceof LatencyWindow, Named.as(READABLE_DELTAS))
        .mapValues(value -> (LatencyWindow) value, Named.as(TYPED_DELTAS));
  }

  private static void windows(
      StreamsBuilder builder,
      KStream<String, LatencyWindow> deltas,
      Topics topics,
      Codecs codecs,
      ObservabilityMetrics metrics,
      CommitGate gate) {
    builder.addStateStore(windowStore(topics, codecs));
    deltas
        .process(() -> new WindowProcessor(metrics, gate), Named.as(WINDOWS), WINDOW_STORE)
        .to(topics.latency().name(), produced(topics.latency(), codecs, WINDOWS_SINK));
  }

  private static void health(
      KStream<String, LatencyWindow> deltas,
      Topics topics,
      Codecs codecs,
      ObservabilityMetrics metrics) {
    deltas
        .process(() -> new HealthProcessor(metrics), Named.as(HEALTH))
        .to(topics.health().name(), produced(topics.health(), codecs, HEALTH_SINK));
  }

  private static void setAside(
      KStream<String, SpecificRecord> records,
      Topics topics,
      Codecs codecs,
      String filter,
      String sink) {
    records
        .filter((key, value) -> value instanceof UndecodableRecord, Named.as(filter))
        .mapValues(value -> (UndecodableRecord) value, Named.as(filter + "-typed"))
        .to(topics.undecodable().name(), produced(topics.undecodable(), codecs, sink));
  }

  private static <V extends SpecificRecord> Produced<String, V> produced(
      Topic<V> topic, Codecs codecs, String name) {
    return Produced.with(Serdes.String(), codecs.serde(topic)).withName(name);
  }

  /** What it keeps for itself. */
  public static List<InternalTopic> internalTopics(String applicationId, Topics topics) {
    int partitions = deltaPartitions(topics);
    return List.of(
        InternalTopic.repartition(applicationId, DELTAS, partitions),
        InternalTopic.changelog(applicationId, WINDOW_STORE, partitions));
  }

  private static int deltaPartitions(Topics topics) {
    return Math.max(1, topics.sizing().accountPartitions() / ACCOUNT_PARTITIONS_EACH);
  }

  private static StoreBuilder<KeyValueStore<String, LatencyWindow>> windowStore(
      Topics topics, Codecs codecs) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(WINDOW_STORE),
            Serdes.String(),
            codecs.serde(topics.latency()))
        .withCachingEnabled()
        .withLoggingEnabled(Map.of());
  }
}
