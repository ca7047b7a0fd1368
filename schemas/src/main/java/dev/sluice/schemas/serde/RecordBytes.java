package dev.sluice.schemas.serde;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Writes Avro records to memory. A thread writes all of its records with the same encoder. */
public final class RecordBytes {
  private static final ThreadLocal<RecordBytes> OF_THREAD =
      ThreadLocal.withInitial(RecordBytes::new);

  private final Buffer out = new Buffer();
  private @Nullable BinaryEncoder encoder;

  private RecordBytes() {}

  /** The header, then the record as {@code writer} writes it. Safe for any thread. */
  public static <T> byte[] of(byte[] header, DatumWriter<T> writer, T value) {
    return OF_THREAD.get().write(header, writer, value);
  }

  private <T> byte[] write(byte[] header, DatumWriter<T> writer, T value) {
    BinaryEncoder reset = EncoderFactory.get().directBinaryEncoder(out, encoder);
    encoder = reset;
    out.begin();
    try {
      out.write(header);
      writer.write(value, reset);
      reset.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("writing a record to memory failed", e);
    } finally {
      out.letGo();
    }
  }

  /** Grows as it is written; a byte array stream that takes no lock. */
  private static final class Buffer extends OutputStream {
    private static final int MOST_ROOM = 64 << 10;
    private static final int USUAL_ROOM = 8 << 10;

    private byte[] bytes = new byte[USUAL_ROOM];
    private int count;

    void begin() {
      count = 0;
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
