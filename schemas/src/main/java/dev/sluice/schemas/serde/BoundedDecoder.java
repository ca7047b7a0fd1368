package dev.sluice.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro from bytes that may lie about themselves: no array or map is begun that has more items
 * than there are bytes left. Generated classes make room for as many items as a record claims, so
 * that one damaged record could take all memory. Every item of ours takes a byte at least.
 */
public final class BoundedDecoder extends Decoder {
  private static final BinaryDecoder NOTHING =
      DecoderFactory.get().binaryDecoder(new byte[0], null);

  private BinaryDecoder in;

  private BoundedDecoder(BinaryDecoder in) {
    this.in = in;
  }

  /** Reads all bytes from this offset on. */
  public static BoundedDecoder of(byte[] bytes, int offset) {
    return new BoundedDecoder(
        DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null));
  }

  /** Lets go of the bytes: Avro's readers keep the last decoder that each thread gave them. */
  public void close() {
    in = NOTHING;
  }

  private long bounded(long items) throws IOException {
    if (items > in.remainingBytes()) {
      throw new EOFException("more items than bytes");
    }
    return items;
  }

  @Override
  public long readArrayStart() throws IOException {
    return bounded(in.readArrayStart());
  }

  @Override
  public long arrayNext() throws IOException {
    return bounded(in.arrayNext());
  }

  @Override
  public long readMapStart() throws IOException {
    return bounded(in.readMapStart());
  }

  @Override
  public long mapNext() throws IOException {
    return bounded(in.mapNext());
  }

  @Override
  public int remainingBytes() {
    return in.remainingBytes();
  }

  @Override
  public void readNull() throws IOException {
    in.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return in.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return in.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return in.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return in.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return in.readDouble();
  }

  @Override
  @SuppressWarnings("NullAway") // Avro takes null for "make a new one"
  public Utf8 readString(Utf8 old) throws IOException {
    return in.readString(old);
  }

  @Override
  public String readString() throws IOException {
    return in.readString();
  }

  @Override
  public void skipString() throws IOException {
    in.skipString();
  }

  @Override
  @SuppressWarnings("NullAway") // Avro takes null for "make a new one"
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    return in.readBytes(old);
  }

  @Override
  public void skipBytes() throws IOException {
    in.skipBytes();
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    in.readFixed(bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    in.skipFixed(length);
  }

  @Override
  public int readEnum() throws IOException {
    return in.readEnum();
  }

  @Override
  public long skipArray() throws IOException {
    return in.skipArray();
  }

  @Override
  public long skipMap() throws IOException {
    return in.skipMap();
  }

  @Override
  public int readIndex() throws IOException {
    return in.readIndex();
  }
}
