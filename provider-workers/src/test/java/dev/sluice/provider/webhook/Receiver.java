package dev.sluice.provider.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Somebody who is told of alerts: a real HTTP server that answers as a test wants. */
final class Receiver implements AutoCloseable {
  /** What was posted. */
  record Post(String path, String id, String timestamp, String signature, String body) {
    AlertMessage message() {
      return new AlertMessage(id, body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final List<Post> taken = new CopyOnWriteArrayList<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private volatile Function<Post, Integer> status;

  private Receiver(HttpServer server, Function<Post, Integer> status) {
    this.server = server;
    this.status = status;
  }

  static Receiver start(Function<Post, Integer> status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    Receiver receiver = new Receiver(server, status);
    server.setExecutor(receiver.threads);
    server.createContext("/", receiver::answer);
    server.start();
    return receiver;
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** From now on it answers so; what is negative is no answer at all. */
  void answers(Function<Post, Integer> newStatus) {
    status = newStatus;
  }

  /** Every answer has this header. */
  void header(String name, String value) {
    headers.put(name, value);
  }

  /** All that was posted, in its order. */
  List<Post> posts() {
    return posts;
  }

  /** What was answered with 2xx. */
  List<Post> taken() {
    return taken;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var given = exchange.getRequestHeaders();
    Post post =
        new Post(
            exchange.getRequestURI().getPath(),
            given.getFirst("webhook-id"),
            given.getFirst("webhook-timestamp"),
            String.valueOf(given.getFirst("webhook-signature")),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    int now = status.apply(post);
    posts.add(post);
    if (now < 0) {
      return;
    }
    if (now / 100 == 2) {
      taken.add(post);
    }
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(now, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
