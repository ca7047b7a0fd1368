package dev.sluice.ingress.http;

import dev.sluice.ingress.reply.ReplyLane;
import io.vertx.core.Context;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is open on one event loop. One timer per loop looks at all of it, which costs less than a
 * timer for each exchange. For that loop only.
 */
final class OpenOnLoop {
  /** How exact deadlines and pauses are kept. */
  static final long TICK_MS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(OpenOnLoop.class);
  private static final Timed[] NONE = new Timed[0];

  private final Context loop;
  private final ReplyLane lane;
  private final Set<Timed> open = new HashSet<>();

  OpenOnLoop(Context loop, ReplyLane lane) {
    this.loop = loop;
    this.lane = lane;
  }

  ReplyLane lane() {
    return lane;
  }

  /** Runs something on this loop, later, unless the loop has ended; for any thread. */
  void later(Runnable task) {
    try {
      loop.runOnContext(ignored -> task.run());
    } catch (RejectedExecutionException e) {
      LOG.atDebug().log("The event loop has ended");
    }
  }

  void add(Timed timed) {
    open.add(timed);
  }

  void remove(Timed timed) {
    open.remove(timed);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  void tick() {
    if (open.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    for (Timed timed : open.toArray(NONE)) {
      timed.tick(now);
    }
  }

  void shutDown() {
    for (Timed timed : open.toArray(NONE)) {
      timed.shutDown();
    }
  }
}
