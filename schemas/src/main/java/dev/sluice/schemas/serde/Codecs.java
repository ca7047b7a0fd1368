package dev.sluice.schemas.serde;

import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TrustedRecords;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Gives each topic its codec. With {@code sluice.value.serializer} and {@code
 * sluice.value.deserializer} in the configuration, those Kafka serializer classes (Confluent's own,
 * say) are used instead of ours, configured with the same map.
 */
public final class Codecs {
  public static final String SERIALIZER_KEY = "sluice.value.serializer";
  public static final String DESERIALIZER_KEY = "sluice.value.deserializer";

  static {
    TrustedRecords.install();
  }

  private final Map<String, ?> configuration;
  private final SchemaRegistry registry;
  private final Map<String, Codec<?>> codecs = new ConcurrentHashMap<>();

  private Codecs(Map<String, ?> configuration, SchemaRegistry registry) {
    this.configuration = Map.copyOf(configuration);
    this.registry = registry;
  }

  /** Codecs on the registry of {@code schema.registry.url}; {@code mock://scope} stays in here. */
  public static Codecs of(Map<String, ?> configuration) {
    Object url = configuration.get("schema.registry.url");
    SchemaRegistry registry =
        url != null && url.toString().startsWith("mock://")
            ? LocalSchemaRegistry.scope(url.toString())
            : new HttpSchemaRegistry(configuration);
    return new Codecs(configuration, registry);
  }

  /** Codecs on the registry at this URL with default settings. */
  public static Codecs of(String registryUrl) {
    return of(Map.of("schema.registry.url", registryUrl));
  }

  /** The codec of a topic's values; one per topic and process. */
  @SuppressWarnings("unchecked") // a topic name has one value type: the catalogue's
  public <V extends SpecificRecord> Codec<V> of(Topic<V> topic) {
    return (Codec<V>) codecs.computeIfAbsent(topic.name(), name -> create(topic));
  }

  /** The same as a Kafka serde, for the Streams applications. */
  public <V extends SpecificRecord> Serde<V> serde(Topic<V> topic) {
    Codec<V> codec = of(topic);
    Serializer<V> serializer = (name, value) -> value == null ? null : codec.encode(value);
    Deserializer<V> deserializer = (name, bytes) -> bytes == null ? null : codec.decode(bytes);
    return Serdes.serdeFrom(serializer, deserializer);
  }

  /** The registry behind the codecs. */
  public SchemaRegistry registry() {
    return registry;
  }

  private <V extends SpecificRecord> Codec<V> create(Topic<V> topic) {
    Object serializer = configuration.get(SERIALIZER_KEY);
    Object deserializer = configuration.get(DESERIALIZER_KEY);
    if (serializer == null || deserializer == null) {
      return new AvroCodec<>(topic.name(), topic.valueType(), registry);
    }
    Map<String, Object> all = new HashMap<>(configuration);
    all.put("specific.avro.reader", true);
    return ClientCodec.create(
        topic.name(), topic.valueType(), serializer.toString(), deserializer.toString(), all);
  }
}
