package dev.sluice.cost;

import static dev.sluice.cost.CostNodes.ATTEMPTS_SOURCE;
import static dev.sluice.cost.CostNodes.CHECK_STORE;
import static dev.sluice.cost.CostNodes.DAILY_SINK;
import static dev.sluice.cost.CostNodes.DECISIONS_IN_FORCE;
import static dev.sluice.cost.CostNodes.DECISIONS_SOURCE;
import static dev.sluice.cost.CostNodes.ENTRIES_SINK;
import static dev.sluice.cost.CostNodes.HOURLY_SINK;
import static dev.sluice.cost.CostNodes.LEDGER;
import static dev.sluice.cost.CostNodes.MONTHLY_SINK;
import static dev.sluice.cost.CostNodes.SEEN_STORE;
import static dev.sluice.cost.CostNodes.SPEND_CHECK;
import static dev.sluice.cost.CostNodes.SPEND_WINDOWS;
import static dev.sluice.cost.CostNodes.UNDECODABLE_SINK;
import static dev.sluice.cost.CostNodes.WINDOW_STORE;

import dev.sluice.cost.check.DecisionsInForce;
import dev.sluice.cost.check.SpendCheckProcessor;
import dev.sluice.cost.ledger.LedgerProcessor;
import dev.sluice.cost.spend.SpendProcessor;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.InternalTopic;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The topology of cost-stream: one sub-topology, because the check needs attempts and decisions of
 * an account in one task. Both topics are keyed by account and have one partition count, which the
 * role makes sure of. Nothing is repartitioned.
 *
 * <p>Under exactly-once, entries, upserts, dead letters and stores of a task change together. Sums
 * are cached on the heap and reach RocksDB and the changelog once per commit and window.
 */
public final class CostTopology {
  /** Id times may be this far ahead of the broker, so stored ids live this much longer. */
  private static final Duration SEEN_RETENTION =
      LedgerProcessor.REMEMBERED.plus(LedgerProcessor.AHEAD.multipliedBy(2));

  /** {@code windowstore.changelog.additional.retention.ms} of Kafka Streams. */
  private static final Duration STREAMS_OWN_RETENTION = Duration.ofDays(1);

  private CostTopology() {}

  /** Builds it. Does no I/O; {@code versions} and the codecs are used when records come. */
  public static Topology build(
      Topics topics, Codecs codecs, PriceVersions versions, CostMetrics metrics) {
    Topology topology = new Topology();
    ledger(topology, topics, codecs, versions, metrics);
    windows(topology, topics, codecs, metrics);
    check(topology, topics, codecs, metrics);
    undecodable(topology, topics, codecs);
    return topology;
  }

  /** The logs of its stores. */
  public static List<InternalTopic> internalTopics(String applicationId, Topics topics) {
    Topic<?> source = topics.attempts();
    Map<String, String> seen =
        Map.of(
            "cleanup.policy",
            "compact,delete",
            "retention.ms",
            Long.toString(SEEN_RETENTION.plus(STREAMS_OWN_RETENTION).toMillis()));
    return List.of(
        InternalTopic.changelog(applicationId, SEEN_STORE, source, seen),
        InternalTopic.changelog(applicationId, WINDOW_STORE, source, Map.of()),
        InternalTopic.changelog(applicationId, CHECK_STORE, source, Map.of()));
  }

  private static void ledger(
      Topology topology,
      Topics topics,
      Codecs codecs,
      PriceVersions versions,
      CostMetrics metrics) {
    source(topology, ATTEMPTS_SOURCE, topics.attempts());
    topology.addProcessor(
        LEDGER,
        () ->
            new LedgerProcessor(codecs.of(topics.attempts()), codecs.registry(), versions, metrics),
        ATTEMPTS_SOURCE);
    topology.addStateStore(seenStore(), LEDGER);
    sink(topology, ENTRIES_SINK, topics.spendEntries(), codecs, LEDGER);
  }

  private static void windows(
      Topology topology, Topics topics, Codecs codecs, CostMetrics metrics) {
    topology.addProcessor(SPEND_WINDOWS, () -> new SpendProcessor(metrics), LEDGER);
    topology.addStateStore(windowStore(), SPEND_WINDOWS);
    sink(topology, MONTHLY_SINK, topics.spendMonthly(), codecs, SPEND_WINDOWS);
    sink(topology, DAILY_SINK, topics.spendDaily(), codecs, SPEND_WINDOWS);
    sink(topology, HOURLY_SINK, topics.spendHourly(), codecs, SPEND_WINDOWS);
  }

  private static void check(Topology topology, Topics topics, Codecs codecs, CostMetrics metrics) {
    source(topology, DECISIONS_SOURCE, topics.decisions());
    topology.addProcessor(
        DECISIONS_IN_FORCE,
        () -> new DecisionsInForce(codecs.of(topics.decisions()), codecs.registry(), metrics),
        DECISIONS_SOURCE);
    topology.addProcessor(
        SPEND_CHECK, () -> new SpendCheckProcessor(metrics), LEDGER, DECISIONS_IN_FORCE);
    topology.addStateStore(checkStore(), DECISIONS_IN_FORCE, SPEND_CHECK);
  }

  private static void undecodable(Topology topology, Topics topics, Codecs codecs) {
    sink(topology, UNDECODABLE_SINK, topics.undecodable(), codecs, LEDGER, DECISIONS_IN_FORCE);
  }

  private static void source(Topology topology, String name, Topic<?> topic) {
    topology.addSource(
        name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic.name());
  }

  private static <V extends SpecificRecord> void sink(
      Topology topology, String name, Topic<V> topic, Codecs codecs, String... parents) {
    topology.addSink(
        name, topic.name(), new StringSerializer(), codecs.serde(topic).serializer(), parents);
  }

  private static StoreBuilder<WindowStore<byte[], byte[]>> seenStore() {
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(SEEN_STORE, SEEN_RETENTION, Duration.ofMillis(1), false),
            Serdes.ByteArray(),
            Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(Map.of());
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> windowStore() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(WINDOW_STORE), Serdes.String(), Serdes.ByteArray())
        .withCachingEnabled()
        .withLoggingEnabled(Map.of());
  }

  private static StoreBuilder<KeyValueStore<String, Long>> checkStore() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(CHECK_STORE), Serdes.String(), Serdes.Long())
        .withLoggingEnabled(Map.of());
  }
}
