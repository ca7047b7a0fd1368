package dev.sluice.bench.floor;

import dev.sluice.bench.process.Announcement;
import dev.sluice.launcher.broker.EmbeddedBroker;
import dev.sluice.launcher.broker.EmbeddedBrokerConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * The floor as a process, with a broker of its own inside ({@code --data DIR}) or at {@code
 * --bootstrap}.
 */
@CommandLine.Command(name = "floor")
public final class FloorMain implements Callable<Integer> {

  /** Threads that wait for the consumers to find their positions. */
  private static final int WAITING = 2;

  @Option(names = "--event-loops", description = "Threads; callers and provider share one of one.")
  private int eventLoops = 1;

  @Option(names = "--port", description = "0 for any free one.")
  private int port;

  @Option(names = "--data", description = "Data folder of the broker.")
  private @Nullable Path data;

  @Option(names = "--bootstrap", description = "A broker that runs already.")
  private String bootstrap = "";

  @Option(names = "--provider", required = true, description = "Root of the provider.")
  private URI provider = URI.create("http://127.0.0.1");

  @Option(names = "--stream-provider", required = true, description = "Root for paths in /clock.")
  private URI streamProvider = URI.create("http://127.0.0.1");

  @Option(names = "--chunk-linger-ms", description = "Linger of the later pieces of streams.")
  private int chunkLingerMs = 1;

  public static void main(String[] args) {
    int code = new CommandLine(new FloorMain()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    FloorClients clients = new FloorClients(broker());
    clients.createTopics();
    Producer<byte[], byte[]> dispatches = clients.producer("floor-dispatches", 0);
    FloorHop.start(
        clients,
        "floor-router",
        FloorClients.REQUESTS,
        true,
        records ->
            records.forEach(record ->
                dispatches.send(
                    new ProducerRecord<>(
                        FloorClients.DISPATCH.topic(),
                        FloorClients.DISPATCH.partition(),
                        record.key(),
                        record.value()))));
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops).setWorkerPoolSize(WAITING));
    FloorFront front = new FloorFront(port, clients);
    vertx
        .deployVerticle(new FloorWorker(clients, provider, streamProvider, chunkLingerMs))
        .compose(id -> vertx.deployVerticle(front))
        .onSuccess(id -> Announcement.ready("http://127.0.0.1:" + front.boundPort()))
        .onFailure(Announcement::failed);
    return 0;
  }

  private String broker() {
    if (data == null) {
      return bootstrap;
    }
    EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBrokerConfig.on(data, 0));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
    return broker.bootstrapServers();
  }
}
