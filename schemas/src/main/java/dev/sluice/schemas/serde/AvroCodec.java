package dev.sluice.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one topic's values. Safe for any thread.
 *
 * @param <V> record type
 */
final class AvroCodec<V extends SpecificRecord> implements Codec<V> {
  private static final int HEADER = 5;
  private static final byte MAGIC = 0;
  private static final byte[] UNKNOWN = {};

  private final String topic;
  private final SchemaRegistry registry;
  private final Schema schema;
  private final SpecificData data;
  private final SpecificDatumWriter<V> writer;
  private final Map<Integer, SpecificDatumReader<V>> readers = new ConcurrentHashMap<>();
  private volatile byte[] header = UNKNOWN;

  AvroCodec(String topic, Class<V> type, SchemaRegistry registry) {
    this.topic = topic;
    this.registry = registry;
    this.schema = SpecificData.getForClass(type).getSchema(type);
    this.data = new SpecificData(type.getClassLoader());
    data.setCustomCoders(true);
    data.setFastReaderEnabled(false); // it would read by reflection in place of them
    this.writer = new SpecificDatumWriter<>(schema, data);
  }

  @Override
  public byte[] encode(V value) {
    return RecordBytes.of(header(), writer, value);
  }

  @Override
  public V decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      throw new UndecodableException("a record of " + topic + " has no value");
    }
    if (bytes.length < HEADER || bytes[0] != MAGIC) {
      throw new UndecodableException(
          "a record of "
              + topic
              + " is not in the Confluent wire format (a zero byte and a four-byte schema id)");
    }
    int id =
        ((bytes[1] & 0xFF) << 24)
            | ((bytes[2] & 0xFF) << 16)
            | ((bytes[3] & 0xFF) << 8)
            | (bytes[4] & 0xFF);
    BoundedDecoder decoder = BoundedDecoder.of(bytes, HEADER);
    try {
      return reader(id).read(null, decoder);
    } catch (RegistryException e) {
      if (e.retriable()) {
        throw e;
      }
      throw new UndecodableException(
          "a record of " + topic + " names the schema id " + id + ": " + e.getMessage(), e);
    } catch (IOException
        | AvroRuntimeException
        | ClassCastException
        | NegativeArraySizeException
        | IndexOutOfBoundsException
        | UnsupportedOperationException e) {
      throw new UndecodableException(
          "a record of "
              + topic
              + " is no "
              + schema.getName()
              + ": "
              + e.getClass().getSimpleName(),
          e);
    } finally {
      decoder.close();
    }
  }

  @Override
  public void prepare() {
    header();
  }

  private byte[] header() {
    byte[] known = header;
    if (known.length == 0) {
      int id = registry.idOf(topic + "-value", schema);
      known = ByteBuffer.allocate(HEADER).put(MAGIC).putInt(id).array();
      header = known;
    }
    return known;
  }

  private SpecificDatumReader<V> reader(int id) {
    SpecificDatumReader<V> known = readers.get(id);
    if (known == null) {
      Schema written = registry.schemaOf(id);
      if (!written.getName().equals(schema.getName())) {
        // Avro alone would take any record for any other whose fields all have defaults.
        throw new UndecodableException(
            "a record of " + topic + " is a " + written.getName() + ", no " + schema.getName());
      }
      known = new SpecificDatumReader<>(written, schema, data);
      readers.put(id, known);
    }
    return known;
  }
}
