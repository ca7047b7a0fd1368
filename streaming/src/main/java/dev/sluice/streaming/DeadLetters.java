package dev.sluice.streaming;

import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends what a processor could not use to the topic {@code undecodable}, as it was, and why. */
public final class DeadLetters {
  private static final int MOST_BYTES = 1 << 20;

  private final ProcessorContext<String, SpecificRecord> context;
  private final String role;
  private final @Nullable String sink;
  private final Runnable counter;

  /**
   * For one processor.
   *
   * @param role that could not use them
   * @param sink the node of the topology that they go to; null where every child takes what is its
   *     own
   * @param counter runs once per letter
   */
  public DeadLetters(
      ProcessorContext<String, SpecificRecord> context,
      String role,
      @Nullable String sink,
      Runnable counter) {
    this.context = context;
    this.role = role;
    this.sink = sink;
    this.counter = counter;
  }

  /** Sets a record aside that no decoder could read. */
  public void setAside(Record<byte[], byte[]> record, UndecodableException failure) {
    setAside(record, Objects.requireNonNullElse(failure.getMessage(), "not readable"));
  }

  /** Sets aside the record that is being processed. The reason holds nothing of its content. */
  public void setAside(Record<byte[], byte[]> record, String reason) {
    counter.run();
    context.recordMetadata().map(from -> letter(from, record, reason)).ifPresent(this::send);
  }

  private void send(Record<String, SpecificRecord> letter) {
    if (sink == null) {
      context.forward(letter);
    } else {
      context.forward(letter, sink);
    }
  }

  private Record<String, SpecificRecord> letter(
      RecordMetadata from, Record<byte[], byte[]> record, String reason) {
    byte @Nullable [] value = record.value();
    UndecodableRecord letter =
        UndecodableRecord.newBuilder()
            .setTopic(from.topic())
            .setPartition(from.partition())
            .setOffset(from.offset())
            .setRole(role)
            .setReason(reason)
            .setKey(cut(record.key()))
            .setValue(cut(value))
            .setValueSize(value == null ? 0 : value.length)
            .setRecordAtMs(record.timestamp())
            .setAtMs(context.currentSystemTimeMs())
            .build();
    return new Record<>(from.topic(), letter, record.timestamp());
  }

  private static ByteBuffer cut(byte @Nullable [] bytes) {
    if (bytes == null) {
      return ByteBuffer.allocate(0);
    }
    return ByteBuffer.wrap(bytes.length <= MOST_BYTES ? bytes : Arrays.copyOf(bytes, MOST_BYTES));
  }
}
