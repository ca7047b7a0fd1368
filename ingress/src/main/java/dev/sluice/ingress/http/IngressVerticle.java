package dev.sluice.ingress.http;

import dev.sluice.ingress.reply.ReplyLane;
import dev.sluice.ingress.virtualkey.VirtualKeyAuthenticator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of one event loop; several share a port. Deploy, let the reply source know {@link
 * #lane()}, {@link #drain} before the end.
 */
public final class IngressVerticle extends VerticleBase {
  /** How long an idle connection is kept. */
  private static final int IDLE_SECONDS = 180;

  private static final int MAX_HEADER_BYTES = 32 << 10;
  private static final int BACKLOG = 4096;

  private final Collaborators with;
  private final Serving serving;
  private final AtomicInteger connections;
  private final String host;
  private final int port;
  private @Nullable OpenOnLoop open;
  private @Nullable HttpServer server;

  /**
   * A server that does not listen yet.
   *
   * @param serving whether requests are taken, shared by all servers of the process
   * @param connections counts open connections of all servers of the process
   */
  public IngressVerticle(
      Collaborators with, Serving serving, AtomicInteger connections, String host, int port) {
    this.with = with;
    this.serving = serving;
    this.connections = connections;
    this.host = host;
    this.port = port;
  }

  @Override
  public void init(Vertx owner, Context loop) {
    super.init(owner, loop);
    open = new OpenOnLoop(loop, new ReplyLane(loop));
  }

  @Override
  public Future<?> start() {
    OpenOnLoop onLoop = open();
    vertx.setPeriodic(OpenOnLoop.TICK_MS, ignored -> onLoop.tick());
    HttpServer created =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setAcceptBacklog(BACKLOG)
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setTcpNoDelay(true));
    RequestRouter router =
        new RequestRouter(with, serving, onLoop, new VirtualKeyAuthenticator(with.clock()));
    created.connectionHandler(connection -> {
      connections.incrementAndGet();
      connection.closeHandler(ignored -> connections.decrementAndGet());
    });
    created.invalidRequestHandler(router::malformed);
    created.requestHandler(router::route);
    server = created;
    return created.listen();
  }

  /** The port that it listens on. */
  public int port() {
    return server == null ? -1 : server.actualPort();
  }

  /** The way of replies to this event loop. */
  public ReplyLane lane() {
    return open().lane();
  }

  /** Completes when nothing is open here any more; for any thread. */
  public Future<Void> drained() {
    Promise<Void> promise = Promise.promise();
    OpenOnLoop onLoop = open();
    onLoop.later(() -> {
      if (onLoop.isEmpty()) {
        promise.complete();
        return;
      }
      vertx.setPeriodic(
          OpenOnLoop.TICK_MS,
          timer -> {
            if (onLoop.isEmpty()) {
              vertx.cancelTimer(timer);
              promise.tryComplete();
            }
          });
    });
    return promise.future();
  }

  /** Ends what is still open with an error; for any thread. */
  public Future<Void> shutDown() {
    Promise<Void> promise = Promise.promise();
    OpenOnLoop onLoop = open();
    onLoop.later(() -> {
      onLoop.shutDown();
      promise.complete();
    });
    return promise.future();
  }

  private OpenOnLoop open() {
    if (open == null) {
      throw new IllegalStateException("not deployed yet");
    }
    return open;
  }
}
