package dev.sluice.router.log;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients of the Streams application. Its main consumers commit nothing that is held, and what
 * they commit is noted.
 */
public final class WatchedClients implements KafkaClientSupplier {
  private final CommittedOffsets committed;
  private final HeldOffsets held;

  public WatchedClients(CommittedOffsets committed, HeldOffsets held) {
    this.committed = committed;
    this.held = held;
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new WatchedConsumer(config, committed, held);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static final class WatchedConsumer extends KafkaConsumer<byte[], byte[]> {
    private final CommittedOffsets committed;
    private final HeldOffsets held;

    WatchedConsumer(Map<String, Object> config, CommittedOffsets committed, HeldOffsets held) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      this.committed = committed;
      this.held = held;
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
      Map<TopicPartition, OffsetAndMetadata> committable = held.committable(offsets);
      super.commitSync(committable);
      committed.committed(committable);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      Map<TopicPartition, OffsetAndMetadata> committable = held.committable(offsets);
      super.commitSync(committable, timeout);
      committed.committed(committable);
    }
  }
}
