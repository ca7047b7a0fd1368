package dev.sluice.ingress.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The body of a streamed answer. What the caller does not read in time is kept here up to a bound,
 * so that a slow reader holds up nobody but itself. On its event loop only.
 */
final class StreamOutput {
  private final HttpServerResponse response;
  private final long maxBytes;
  private final Consumer<Future<Void>> ended;
  private final Deque<Buffer> queue = new ArrayDeque<>(2);
  private long queuedBytes;
  private boolean draining;
  private boolean ending;

  /**
   * An output that nothing was written to.
   *
   * @param maxBytes kept for a caller who does not read
   * @param ended is given the fate of the last write
   */
  StreamOutput(HttpServerResponse response, long maxBytes, Consumer<Future<Void>> ended) {
    this.response = response;
    this.maxBytes = maxBytes;
    this.ended = ended;
  }

  /**
   * Writes now or as soon as the caller reads.
   *
   * @return false where that is more than is kept: the stream must be {@linkplain #cutOff cut off}
   */
  boolean write(byte[] bytes) {
    if (queue.isEmpty() && !response.writeQueueFull()) {
      response.write(Buffer.buffer(bytes));
      return true;
    }
    return keep(bytes);
  }

  /** Writes the last bytes; the same result as {@link #write}. */
  boolean end(byte[] bytes) {
    if (queue.isEmpty() && !response.writeQueueFull()) {
      ended.accept(response.end(Buffer.buffer(bytes)));
      return true;
    }
    ending = true;
    return keep(bytes);
  }

  /** Drops what the caller has not read and ends with these bytes. */
  void cutOff(byte[] bytes) {
    queue.clear();
    queuedBytes = 0;
    ending = false;
    ended.accept(response.end(Buffer.buffer(bytes)));
  }

  private boolean keep(byte[] bytes) {
    queue.add(Buffer.buffer(bytes));
    queuedBytes += bytes.length;
    if (!draining) {
      draining = true;
      response.drainHandler(ignored -> drain());
    }
    return queuedBytes <= maxBytes;
  }

  private void drain() {
    while (!queue.isEmpty() && !response.writeQueueFull()) {
      Buffer next = queue.remove();
      queuedBytes -= next.length();
      if (ending && queue.isEmpty()) {
        ending = false;
        ended.accept(response.end(next));
      } else {
        response.write(next);
      }
    }
  }
}
