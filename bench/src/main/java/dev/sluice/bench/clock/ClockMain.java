package dev.sluice.bench.clock;

import dev.sluice.bench.process.Announcement;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The provider as a process: {@code ClockMain --pieces 200 --period-ms 20}. */
@CommandLine.Command(name = "clock")
public final class ClockMain implements Runnable {

  @Option(names = "--port", description = "0 for any free one.")
  private int port;

  @Option(names = "--pieces", description = "Pieces of a stream.")
  private int pieces = 200;

  @Option(names = "--period-ms", description = "From one piece to the next.")
  private long periodMillis = 20;

  public static void main(String[] args) {
    int code = new CommandLine(new ClockMain()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public void run() {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    Clock clock = new Clock();
    vertx
        .deployVerticle(clock, new DeploymentOptions())
        .onSuccess(id -> Announcement.ready("http://127.0.0.1:" + clock.boundPort))
        .onFailure(Announcement::failed);
  }

  private final class Clock extends VerticleBase {
    private volatile int boundPort;

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
          .requestHandler(this::answer)
          .listen(port, "127.0.0.1")
          .onSuccess((HttpServer server) -> boundPort = server.actualPort());
    }

    private void answer(HttpServerRequest request) {
      request
          .body()
          .onSuccess(
              body -> new ClockStream(vertx, request.response(), pieces).start(periodMillis));
    }
  }
}
