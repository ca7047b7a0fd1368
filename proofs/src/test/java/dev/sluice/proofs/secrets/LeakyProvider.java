package dev.sluice.proofs.secrets;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A provider that repeats the credential of its caller in every error. The model says which: a
 * status, or {@code stream} for an error in the middle of a stream. It has a webhook, too.
 */
final class LeakyProvider implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpServer server;
  private final Set<String> credentials = ConcurrentHashMap.newKeySet();
  private final List<String> alerts = new CopyOnWriteArrayList<>();
  private final AtomicBoolean refused = new AtomicBoolean();

  private LeakyProvider(HttpServer server) {
    this.server = server;
  }

  static LeakyProvider start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    LeakyProvider provider = new LeakyProvider(server);
    server.createContext("/", provider::answer);
    server.createContext("/services/", provider::told);
    server.start();
    return provider;
  }

  /** Credentials that it was called with. */
  Set<String> credentials() {
    return credentials;
  }

  /** What its webhook took, after it had refused the first one. */
  List<String> alerts() {
    return alerts;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void told(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String said = exchange.getRequestURI() + " " + exchange.getRequestHeaders().values();
    if (refused.compareAndSet(false, true)) {
      send(exchange, 500, "text/plain", "no_service " + said);
    } else {
      alerts.add(body);
      send(exchange, 200, "text/plain", "ok " + said);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String model = JSON.readTree(exchange.getRequestBody()).path("model").asText();
    String credential = exchange.getRequestHeaders().getFirst("Authorization").substring(7);
    credentials.add(credential);
    String error =
        "{\"error\":{\"message\":\"You sent the key %1$s\",\"type\":\"%1$s\",\"param\":null,\"code\":\"%1$s\"}}"
            .formatted(credential);
    if (model.equals("stream")) {
      String chunk =
          "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
              + "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":null}]}";
      send(exchange, 200, "text/event-stream", "data: " + chunk + "\n\ndata: " + error + "\n\n");
    } else {
      send(exchange, Integer.parseInt(model), "application/json", error);
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
