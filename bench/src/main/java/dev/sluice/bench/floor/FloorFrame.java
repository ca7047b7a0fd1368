package dev.sluice.bench.floor;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/**
 * What travels on {@code floor.replies}: one byte of kind, four of sequence, two of status, then
 * the bytes of the body as they came.
 */
final class FloorFrame {

  /** A whole reply. */
  static final byte WHOLE = 0;

  /** A piece of a stream; the one of sequence 0 carries the status. */
  static final byte PIECE = 1;

  /** The end of a stream. */
  static final byte END = 2;

  private static final int HEAD = 7;

  private FloorFrame() {}

  static byte[] of(byte kind, int sequence, int status, Buffer body) {
    byte[] frame = new byte[HEAD + body.length()];
    ByteBuffer.wrap(frame).put(kind).putInt(sequence).putShort((short) status);
    body.getBytes(0, body.length(), frame, HEAD);
    return frame;
  }

  static byte kind(byte[] frame) {
    return frame[0];
  }

  static int sequence(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(1);
  }

  static int status(byte[] frame) {
    return ByteBuffer.wrap(frame).getShort(5);
  }

  static Buffer body(byte[] frame) {
    return Buffer.buffer(frame.length - HEAD).appendBytes(frame, HEAD, frame.length - HEAD);
  }
}
