package dev.sluice.router.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/**
 * A record on its way out: encoded, and with its place.
 *
 * @param topic full name
 * @param partition -1 lets the key decide
 */
record Outgoing(String topic, int partition, byte[] value) {

  /** With its key. */
  record Keyed(byte[] key, Outgoing outgoing) {}

  static final Serializer<Outgoing> SERIALIZER = (topic, outgoing) -> outgoing.value();
  static final TopicNameExtractor<byte[], Outgoing> TOPIC =
      (key, outgoing, context) -> outgoing.topic();
  static final StreamPartitioner<byte[], Outgoing> PARTITION =
      (topic, key, outgoing, count) ->
          outgoing.partition() < 0 || outgoing.partition() >= count
              ? Optional.empty()
              : Optional.of(Set.of(outgoing.partition()));
}
