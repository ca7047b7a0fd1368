package dev.sluice.provider.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The lanes of a worker; calls take turns on them. Safe for any thread. */
public final class Lanes implements AutoCloseable {
  private static final int START_SECONDS = 30;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int MAX_HEADER_BYTES = 64 << 10;
  private static final int READ_BYTES = 64 << 10;

  private final Vertx vertx;
  private final List<Lane> lanes;
  private final AtomicInteger next = new AtomicInteger();

  private Lanes(Vertx vertx, List<Lane> lanes) {
    this.vertx = vertx;
    this.lanes = lanes;
  }

  /**
   * Starts the event loops. Blocks until they run.
   *
   * @param count how many
   * @param callsAtMost bound of the connections to one provider, for each lane
   */
  public static Lanes start(int count, int callsAtMost) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(count)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true));
    List<Lane> lanes = new CopyOnWriteArrayList<>();
    try {
      complete(
          vertx.deployVerticle(
              () -> new LaneVerticle(lanes, callsAtMost),
              new DeploymentOptions().setInstances(count)));
      return new Lanes(vertx, List.copyOf(lanes));
    } catch (IllegalStateException e) {
      vertx.close();
      throw e;
    }
  }

  /** The lane whose turn it is. */
  public Lane next() {
    return lanes.get(Math.floorMod(next.getAndIncrement(), lanes.size()));
  }

  /** Closes all connections and stops the threads. Blocks. */
  @Override
  public void close() {
    complete(vertx.close());
  }

  private static <T> void complete(Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the event loops did not start or stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while event loops started or stopped", e);
    }
  }

  private static HttpClientOptions clientOptions() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setKeepAlive(true)
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setPipelining(false)
        .setTcpNoDelay(true)
        .setDecompressionSupported(false)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxChunkSize(READ_BYTES)
        .setMaxRedirects(0);
  }

  /** One per lane: that is how Vert.x spreads contexts over event loops. */
  private static final class LaneVerticle extends AbstractVerticle {
    private final List<Lane> lanes;
    private final int callsAtMost;

    LaneVerticle(List<Lane> lanes, int callsAtMost) {
      this.lanes = lanes;
      this.callsAtMost = callsAtMost;
    }

    @Override
    public void start() {
      var client =
          vertx
              .httpClientBuilder()
              .with(clientOptions())
              .with(new PoolOptions().setHttp1MaxSize(callsAtMost).setMaxWaitQueueSize(callsAtMost))
              .withConnectHandler(
                  // the call hears of it too; this keeps Vert.x from logging each one
                  connection -> connection.exceptionHandler(failure -> {}))
              .build();
      lanes.add(new Lane(vertx, context, client));
    }
  }
}
