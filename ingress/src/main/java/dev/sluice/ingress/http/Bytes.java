package dev.sluice.ingress.http;

import java.nio.ByteBuffer;

/** Bytes of Avro's buffers. */
final class Bytes {
  private Bytes() {}

  /** What is in the buffer, without a copy where it is exactly its array. */
  static byte[] of(ByteBuffer buffer) {
    if (buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.position() == 0
        && buffer.remaining() == buffer.array().length) {
      return buffer.array();
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
