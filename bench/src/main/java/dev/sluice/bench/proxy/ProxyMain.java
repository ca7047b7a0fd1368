package dev.sluice.bench.proxy;

import dev.sluice.bench.process.Announcement;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The proxy as a process. */
@CommandLine.Command(name = "proxy")
public final class ProxyMain implements Runnable {

  /** A free port, the same for all instances of a verticle. */
  private static final int ANY_SHARED_PORT = -1;

  @Option(names = "--port", description = "0 for any free one.")
  private int port;

  @Option(names = "--provider", required = true, description = "Root of the provider.")
  private URI provider = URI.create("http://127.0.0.1");

  @Option(names = "--stream-provider", required = true, description = "Root for paths in /clock.")
  private URI streamProvider = URI.create("http://127.0.0.1");

  @Option(names = "--event-loops", description = "Threads.")
  private int eventLoops = 2;

  public static void main(String[] args) {
    int code = new CommandLine(new ProxyMain()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public void run() {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops).setWorkerPoolSize(1));
    AtomicInteger bound = new AtomicInteger(port == 0 ? ANY_SHARED_PORT : port);
    vertx
        .deployVerticle(
            () -> new ProxyVerticle(provider, streamProvider, bound),
            new DeploymentOptions().setInstances(eventLoops))
        .onSuccess(id -> Announcement.ready("http://127.0.0.1:" + bound.get()))
        .onFailure(Announcement::failed);
  }
}
