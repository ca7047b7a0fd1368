package dev.sluice.simulator;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.atomic.AtomicInteger;

/** One event loop's share of the server. */
final class SimulatorVerticle extends VerticleBase {

  private static final int MOST_HEADER_BYTES = 64 * 1024;
  private static final int ANY_PORT_SHARED = -1;

  private final SimulatorConfig config;
  private final Shared shared;
  private final int number;
  private final AtomicInteger boundPort;

  /**
   * @param boundPort receives the port once it is known
   */
  SimulatorVerticle(SimulatorConfig config, Shared shared, int number, AtomicInteger boundPort) {
    this.config = config;
    this.shared = shared;
    this.number = number;
    this.boundPort = boundPort;
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port() == 0 ? ANY_PORT_SHARED : config.port())
            .setHttp2ClearTextEnabled(false)
            .setHandle100ContinueAutomatically(true)
            .setMaxHeaderSize(MOST_HEADER_BYTES)
            .setAcceptBacklog(4096);
    return vertx
        .createHttpServer(options)
        .requestHandler(new Routes(vertx, shared, number))
        .listen()
        .onSuccess(server -> boundPort.set(server.actualPort()));
  }
}
