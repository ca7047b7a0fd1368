package dev.sluice.provider;

import dev.sluice.provider.calls.SendResult;
import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.provider.send.KafkaAttemptSink;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts records that cannot be read where operators find them. */
final class UndecodableRecords {
  private static final Logger LOG = LoggerFactory.getLogger(UndecodableRecords.class);
  private static final int KEPT_BYTES = 1 << 20;

  private final KafkaAttemptSink sink;
  private final ProviderMetrics metrics;
  private final BrokerClock clock;

  UndecodableRecords(KafkaAttemptSink sink, ProviderMetrics metrics, BrokerClock clock) {
    this.sink = sink;
    this.metrics = metrics;
    this.clock = clock;
  }

  void tell(ConsumerRecord<byte[], byte[]> record, String reason, Consumer<SendResult> then) {
    metrics.count(ProviderMetric.UNDECODABLE, "topic", record.topic());
    LOG.atWarn()
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("error", reason)
        .log("A record cannot be read");
    var undecodable = new UndecodableRecord();
    undecodable.setTopic(record.topic());
    undecodable.setPartition(record.partition());
    undecodable.setOffset(record.offset());
    undecodable.setRole("provider-workers");
    undecodable.setReason(reason);
    undecodable.setKey(bounded(record.key()));
    undecodable.setValue(bounded(record.value()));
    undecodable.setValueSize(record.serializedValueSize());
    undecodable.setRecordAtMs(record.timestamp());
    undecodable.setAtMs(clock.nowMs());
    sink.undecodable(undecodable, then);
  }

  private static ByteBuffer bounded(byte @Nullable [] bytes) {
    if (bytes == null) {
      return ByteBuffer.allocate(0);
    }
    return ByteBuffer.wrap(bytes.length <= KEPT_BYTES ? bytes : Arrays.copyOf(bytes, KEPT_BYTES));
  }
}
