package dev.sluice.ingress.http;

import dev.sluice.ingress.reply.ReplyLane;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The HTTP servers of a process, one per event loop on one port. */
public final class IngressServer {
  private static final long START_SECONDS = 30;

  /** Vert.x' way to say that several servers share one free port. */
  private static final int ANY_SHARED_PORT = -1;

  private final Vertx vertx;
  private final List<IngressVerticle> verticles = new ArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private IngressServer(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What came of {@link #start}. */
  public sealed interface Outcome {
    /** It listens. */
    record Listening(IngressServer server) implements Outcome {}

    /** The address cannot be had. */
    record Failed(Throwable cause) implements Outcome {}
  }

  /**
   * Listens on an address.
   *
   * @param port 0 takes a free one
   */
  public static Outcome start(
      Collaborators with, Serving serving, String host, int port, int eventLoops) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    IngressServer server = new IngressServer(vertx);
    for (int i = 0; i < eventLoops; i++) {
      IngressVerticle verticle =
          new IngressVerticle(
              with, serving, server.connections, host, port == 0 ? ANY_SHARED_PORT : port);
      Throwable failure = waited(vertx.deployVerticle(verticle), START_SECONDS);
      if (failure != null) {
        waited(vertx.close(), START_SECONDS);
        return new Outcome.Failed(failure);
      }
      server.verticles.add(verticle);
    }
    return new Outcome.Listening(server);
  }

  public int port() {
    return verticles.getFirst().port();
  }

  /** The ways of replies to the event loops. */
  public Collection<ReplyLane> lanes() {
    return verticles.stream().map(IngressVerticle::lane).toList();
  }

  /** Open connections. */
  public int connections() {
    return connections.get();
  }

  /** Waits for open exchanges and ends with an error what is open after this time. */
  public void drain(Duration timeout) {
    if (waitedMs(Future.all(drained()), timeout.toMillis()) != null) {
      waited(Future.all(verticles.stream().map(IngressVerticle::shutDown).toList()), 5);
      waited(Future.all(drained()), 2);
    }
  }

  private List<Future<Void>> drained() {
    return verticles.stream().map(IngressVerticle::drained).toList();
  }

  /** Closes all connections and the event loops; nothing may be handed to a lane any more. */
  public void close() {
    waited(vertx.close(), START_SECONDS);
  }

  /** Null where it succeeded. */
  private static @Nullable Throwable waited(Future<?> future, long seconds) {
    return waitedMs(future, seconds * 1000);
  }

  private static @Nullable Throwable waitedMs(Future<?> future, long millis) {
    try {
      future.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    } catch (TimeoutException e) {
      return e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }
}
