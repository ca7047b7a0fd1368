package dev.sluice.router.topology;

import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts aside what cannot be read, so that operators can look at it. */
final class Undecodable {
  private static final Logger LOG = LoggerFactory.getLogger(Undecodable.class);
  private static final int KEPT_BYTES = 1 << 20;
  private static final byte[] NONE = {};

  private final RouterServices services;
  private final Codec<UndecodableRecord> codec;

  Undecodable(RouterServices services, Codec<UndecodableRecord> codec) {
    this.services = services;
    this.codec = codec;
  }

  void put(
      OwnedPartition owned,
      Record<byte[], byte[]> record,
      RecordMetadata metadata,
      UndecodableException reason) {
    Record<byte[], Outgoing> out = record(record, metadata, reason);
    owned.forward(RouterNodes.UNDECODABLE_SINK, out.key(), out.value());
  }

  /** Counts and logs it, and makes the record for operators. */
  Record<byte[], Outgoing> record(
      Record<byte[], byte[]> record, RecordMetadata metadata, UndecodableException reason) {
    services.metrics().undecodable();
    LOG.atWarn()
        .addKeyValue("topic", metadata.topic())
        .addKeyValue("partition", metadata.partition())
        .addKeyValue("offset", metadata.offset())
        .addKeyValue("error", reason.getMessage())
        .log("record cannot be read");
    return new Record<>(
        metadata.topic().getBytes(StandardCharsets.UTF_8),
        new Outgoing(
            services.topics().undecodable().name(), -1, codec.encode(of(record, metadata, reason))),
        services.clock().millis());
  }

  private UndecodableRecord of(
      Record<byte[], byte[]> record, RecordMetadata metadata, UndecodableException reason) {
    byte[] key = record.key() == null ? NONE : record.key();
    byte[] value = record.value() == null ? NONE : record.value();
    String message = reason.getMessage();
    return new UndecodableRecord(
        metadata.topic(),
        metadata.partition(),
        metadata.offset(),
        "router-worker",
        message == null ? "" : message,
        ByteBuffer.wrap(key),
        ByteBuffer.wrap(Arrays.copyOf(value, Math.min(value.length, KEPT_BYTES))),
        (long) value.length,
        record.timestamp(),
        services.clock().millis());
  }
}
