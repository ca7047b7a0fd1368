package dev.sluice.bench.floor;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Callers on one side, {@code floor.requests} and {@code floor.replies} on the other. */
final class FloorFront extends VerticleBase {

  private static final String STREAM_PATHS = "/clock/";

  private final int port;
  private final FloorClients clients;
  private final Producer<byte[], byte[]> requests;
  private final Map<Long, Exchange> open = new HashMap<>();
  private long nextId;
  private volatile int boundPort;

  FloorFront(int port, FloorClients clients) {
    this.port = port;
    this.clients = clients;
    this.requests = clients.producer("floor-requests", 0);
  }

  /** One caller who waits; frames that came before those that they follow wait too. */
  private static final class Exchange {
    private final HttpServerResponse response;
    private final TreeMap<Integer, byte[]> early = new TreeMap<>();
    private int next;

    private Exchange(HttpServerResponse response) {
      this.response = response;
    }
  }

  @Override
  public Future<?> start() {
    Context mine = context;
    return vertx
        .createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
        .requestHandler(this::accept)
        .listen(port, "127.0.0.1")
        .onSuccess(server -> boundPort = server.actualPort())
        .compose(server ->
            vertx.executeBlocking(() -> {
              FloorHop.start(
                  clients,
                  "floor-replies",
                  FloorClients.REPLIES,
                  false,
                  records -> mine.runOnContext(wake -> replies(records)));
              return boundPort;
            }));
  }

  int boundPort() {
    return boundPort;
  }

  private void accept(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> {
          long id = nextId++;
          open.put(id, new Exchange(request.response()));
          request.response().closeHandler(gone -> open.remove(id));
          requests.send(
              new ProducerRecord<>(
                  FloorClients.REQUESTS.topic(),
                  FloorClients.REQUESTS.partition(),
                  FloorRequest.key(id),
                  FloorRequest.of(request.path().startsWith(STREAM_PATHS), body)));
        });
  }

  private void replies(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      long id = FloorRequest.id(record.key());
      Exchange exchange = open.get(id);
      if (exchange == null) {
        continue;
      }
      byte[] frame = record.value();
      if (FloorFrame.kind(frame) == FloorFrame.WHOLE) {
        open.remove(id);
        exchange.response.setStatusCode(FloorFrame.status(frame));
        exchange.response.putHeader("content-type", "application/json");
        exchange.response.end(FloorFrame.body(frame));
      } else {
        streamed(id, exchange, frame);
      }
    }
  }

  private void streamed(long id, Exchange exchange, byte[] arrived) {
    exchange.early.put(FloorFrame.sequence(arrived), arrived);
    for (byte[] frame = exchange.early.remove(exchange.next);
        frame != null;
        frame = exchange.early.remove(exchange.next)) {
      if (exchange.next == 0) {
        exchange.response.setStatusCode(FloorFrame.status(frame)).setChunked(true);
        exchange.response.putHeader("content-type", "text/event-stream");
      }
      exchange.next++;
      if (FloorFrame.kind(frame) == FloorFrame.END) {
        open.remove(id);
        exchange.response.end();
      } else {
        exchange.response.write(FloorFrame.body(frame));
      }
    }
  }
}
