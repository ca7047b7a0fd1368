package dev.sluice.schemas.serde;

import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** A codec over a pair of Kafka serializer classes that were named in the configuration. */
final class ClientCodec<V> implements Codec<V> {
  private final String topic;
  private final Class<V> type;
  private final Serializer<Object> serializer;
  private final Deserializer<Object> deserializer;

  private ClientCodec(
      String topic,
      Class<V> type,
      Serializer<Object> serializer,
      Deserializer<Object> deserializer) {
    this.topic = topic;
    this.type = type;
    this.serializer = serializer;
    this.deserializer = deserializer;
  }

  @SuppressWarnings("unchecked") // Kafka's own contract: a value serializer takes any object
  static <V> Codec<V> create(
      String topic,
      Class<V> type,
      String serializerClass,
      String deserializerClass,
      Map<String, Object> configuration) {
    try {
      Serializer<Object> serializer = Utils.newInstance(serializerClass, Serializer.class);
      Deserializer<Object> deserializer = Utils.newInstance(deserializerClass, Deserializer.class);
      serializer.configure(configuration, false);
      deserializer.configure(configuration, false);
      return new ClientCodec<>(topic, type, serializer, deserializer);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "the serializer class " + e.getMessage() + " is not on the class path", e);
    }
  }

  @Override
  public byte[] encode(V value) {
    return serializer.serialize(topic, value);
  }

  @Override
  public V decode(byte @Nullable [] bytes) {
    Object value;
    try {
      value = deserializer.deserialize(topic, bytes);
    } catch (RuntimeException e) {
      throw new UndecodableException("a record of " + topic + " cannot be read", e);
    }
    if (!type.isInstance(value)) {
      throw new UndecodableException("a record of " + topic + " is no " + type.getSimpleName());
    }
    return type.cast(value);
  }

  @Override
  public void prepare() {
    // The named serializer registers at its first use.
  }
}
