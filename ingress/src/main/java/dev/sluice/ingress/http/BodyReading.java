package dev.sluice.ingress.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one body of bounded size in bounded time. What it read stays taken from the bounds until it
 * is {@linkplain Outcome.Complete given back}; in all other outcomes it is given back already.
 */
final class BodyReading implements Timed {
  private static final byte[] EMPTY = new byte[0];

  private final HttpServerRequest request;
  private final OpenOnLoop open;
  private final Bounds bounds;
  private final int maxBytes;
  private final long untilNanos;
  private final Consumer<Outcome> done;
  private @Nullable Buffer collected;
  private boolean grown;
  private long taken;
  private boolean finished;

  /** How it ended. */
  sealed interface Outcome {
    /** All of it, and how many bytes of the bounds it holds. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    record Complete(byte[] body, long taken) implements Outcome {}

    /** More than the limit; nothing after that was kept. */
    record TooLarge() implements Outcome {}

    /** The process has no room for it. */
    record NoRoom() implements Outcome {}

    /** It did not arrive in time. */
    record TooSlow() implements Outcome {}

    /** The caller went away, or the process ends. */
    record Gone() implements Outcome {}
  }

  private BodyReading(
      HttpServerRequest request,
      OpenOnLoop open,
      Bounds bounds,
      int maxBytes,
      long untilNanos,
      Consumer<Outcome> done) {
    this.request = request;
    this.open = open;
    this.bounds = bounds;
    this.maxBytes = maxBytes;
    this.untilNanos = untilNanos;
    this.done = done;
  }

  /** Starts to read; {@code done} is called once, on this event loop. */
  static void start(
      HttpServerRequest request,
      OpenOnLoop open,
      Bounds bounds,
      int maxBytes,
      long maxSeconds,
      Consumer<Outcome> done) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(maxSeconds);
    BodyReading reading = new BodyReading(request, open, bounds, maxBytes, until, done);
    open.add(reading);
    request.handler(reading::chunk);
    request.endHandler(ignored -> reading.complete());
    request.exceptionHandler(ignored -> reading.finish(new Outcome.Gone()));
  }

  private void chunk(Buffer chunk) {
    if (finished) {
      return;
    }
    int length = chunk.length();
    if (taken + length > maxBytes) {
      finish(new Outcome.TooLarge());
      return;
    }
    if (!bounds.takeBytes(length)) {
      finish(new Outcome.NoRoom());
      return;
    }
    taken += length;
    Buffer before = collected;
    if (before == null) {
      collected = chunk;
    } else if (grown) {
      before.appendBuffer(chunk);
    } else {
      grown = true;
      collected = Buffer.buffer(4 * length).appendBuffer(before).appendBuffer(chunk);
    }
  }

  private void complete() {
    if (finished) {
      return;
    }
    finished = true;
    open.remove(this);
    Buffer all = collected;
    collected = null;
    done.accept(new Outcome.Complete(all == null ? EMPTY : all.getBytes(), taken));
  }

  private void finish(Outcome outcome) {
    if (finished) {
      return;
    }
    finished = true;
    open.remove(this);
    collected = null;
    bounds.giveBytesBack(taken);
    done.accept(outcome);
  }

  @Override
  public void tick(long nowNanos) {
    if (nowNanos - untilNanos > 0) {
      finish(new Outcome.TooSlow());
    }
  }

  @Override
  public void shutDown() {
    finish(new Outcome.Gone());
    request.connection().close();
  }
}
