package dev.sluice.bench.floor;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** What travels on the other two topics: one byte that names the provider, then the body. */
final class FloorRequest {

  private FloorRequest() {}

  static byte[] of(boolean streams, Buffer body) {
    byte[] request = new byte[1 + body.length()];
    request[0] = (byte) (streams ? 1 : 0);
    body.getBytes(0, body.length(), request, 1);
    return request;
  }

  static boolean streams(byte[] request) {
    return request[0] == 1;
  }

  static Buffer body(byte[] request) {
    return Buffer.buffer(request.length - 1).appendBytes(request, 1, request.length - 1);
  }

  static byte[] key(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
  }

  static long id(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }
}
