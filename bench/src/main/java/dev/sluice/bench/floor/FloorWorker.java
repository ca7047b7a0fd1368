package dev.sluice.bench.floor;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Calls the provider for each record of {@code floor.dispatch}. */
final class FloorWorker extends VerticleBase {

  private static final int MOST_CONNECTIONS = 2048;
  private static final String PATH = "/v1/chat/completions";
  private static final int FAILED = 502;

  private final FloorClients clients;
  private final URI provider;
  private final URI streamProvider;
  private final Producer<byte[], byte[]> first;
  private final Producer<byte[], byte[]> later;
  private @Nullable HttpClient client;

  FloorWorker(FloorClients clients, URI provider, URI streamProvider, int lingerMs) {
    this.clients = clients;
    this.provider = provider;
    this.streamProvider = streamProvider;
    this.first = clients.producer("floor-first-replies", 0);
    this.later = clients.producer("floor-later-replies", lingerMs);
  }

  @Override
  public Future<?> start() {
    Context mine = context;
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    return vertx.executeBlocking(() -> {
      FloorHop.start(
          clients,
          "floor-worker",
          FloorClients.DISPATCH,
          true,
          records -> mine.runOnContext(wake -> callAll(records)));
      return "started";
    });
  }

  private void callAll(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      call(record.key(), record.value());
    }
  }

  private void call(byte[] key, byte[] request) {
    HttpClient to = client;
    if (to == null) {
      return;
    }
    URI root = FloorRequest.streams(request) ? streamProvider : provider;
    to.request(HttpMethod.POST, root.getPort(), root.getHost(), PATH)
        .compose(out ->
            out.putHeader("content-type", "application/json").send(FloorRequest.body(request)))
        .onSuccess(reply -> answer(key, reply))
        .onFailure(cause -> whole(key, FAILED, Buffer.buffer()));
  }

  private void answer(byte[] key, HttpClientResponse reply) {
    if (reply.getHeader("content-length") != null) {
      reply.body().onSuccess(body -> whole(key, reply.statusCode(), body));
      return;
    }
    int[] sequence = {0};
    reply.handler(piece -> {
      int number = sequence[0]++;
      byte[] frame = FloorFrame.of(FloorFrame.PIECE, number, reply.statusCode(), piece);
      send(number == 0 ? first : later, key, frame);
    });
    reply.endHandler(end ->
        send(
            later,
            key,
            FloorFrame.of(FloorFrame.END, sequence[0], reply.statusCode(), Buffer.buffer())));
  }

  private void whole(byte[] key, int status, Buffer body) {
    send(first, key, FloorFrame.of(FloorFrame.WHOLE, 0, status, body));
  }

  private static void send(Producer<byte[], byte[]> producer, byte[] key, byte[] frame) {
    producer.send(
        new ProducerRecord<>(
            FloorClients.REPLIES.topic(), FloorClients.REPLIES.partition(), key, frame));
  }
}
