package dev.sluice.schemas.serde;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
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
  private static final int MOST_ROOM = 64 << 10;
  private static final int USUAL_ROOM = 8 << 10;
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final String topic;
  private final SchemaRegistry registry;
  private final Schema schema;
  private final SpecificData data;
  private final SpecificDatumWriter<V> writer;
  private final Map<Integer, SpecificDatumReader<V>> readers = new ConcurrentHashMap<>();
  private volatile int writerId = -1;

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
    int id = writerId();
    Scratch scratch = SCRATCH.get();
    Buffer out = scratch.out;
    out.begin(id);
    try {
      BinaryEncoder encoder = scratch.encoder();
      writer.write(value, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("cannot encode a record for " + topic, e);
    } finally {
      out.letGo();
    }
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
    try {
      SpecificDatumReader<V> reader = reader(id);
      return reader.read(null, BoundedDecoder.of(bytes, HEADER));
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
    }
  }

  @Override
  public void prepare() {
    writerId();
  }

  private int writerId() {
    int id = writerId;
    if (id < 0) {
      id = registry.idOf(topic + "-value", schema);
      writerId = id;
    }
    return id;
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

  /** What a thread writes records with, one after another. */
  private static final class Scratch {
    private final Buffer out = new Buffer();
    private @Nullable BinaryEncoder encoder;

    BinaryEncoder encoder() {
      BinaryEncoder reset = EncoderFactory.get().directBinaryEncoder(out, encoder);
      encoder = reset;
      return reset;
    }
  }

  /** Grows as it is written; a byte array stream that takes no lock. Begins with the header. */
  private static final class Buffer extends OutputStream {
    private byte[] bytes = new byte[USUAL_ROOM];
    private int count;

    void begin(int id) {
      bytes[0] = MAGIC;
      bytes[1] = (byte) (id >>> 24);
      bytes[2] = (byte) (id >>> 16);
      bytes[3] = (byte) (id >>> 8);
      bytes[4] = (byte) id;
      count = HEADER;
    }

    /** A thread keeps no room for the largest record that it ever wrote. */
    void letGo() {
      if (bytes.length > MOST_ROOM) {
        bytes = new byte[USUAL_ROOM];
      }
    }

    @Override
    public void write(int one) {
      makeRoom(1);
      bytes[count++] = (byte) one;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      makeRoom(length);
      System.arraycopy(from, offset, bytes, count, length);
      count += length;
    }

    private void makeRoom(int more) {
      if (more > bytes.length - count) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(count, more)));
      }
    }

    byte[] toByteArray() {
      return Arrays.copyOf(bytes, count);
    }
  }
}
