package dev.sluice.schemas.operate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The admin port of a role: {@code /healthz} (the process lives), {@code /readyz} (it can do its
 * work, and by which configuration; else 503 with the reasons, one a line) and {@code /metrics}
 * (Prometheus text).
 */
public final class OperateServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private OperateServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 picks a free one
   * @param notReady reasons why the role is not ready, empty where it is; called per look
   * @throws IOException if the port cannot be had; the message says which, and what to do
   */
  public static OperateServer start(
      String host, int port, PrometheusMeterRegistry metrics, Supplier<List<String>> notReady)
      throws IOException {
    return start(host, port, metrics, notReady, List::of, Map.of());
  }

  /**
   * As above, with things that people should know although the role does its work.
   *
   * @param notes one a line behind what {@code /readyz} says; called per look
   */
  public static OperateServer start(
      String host,
      int port,
      PrometheusMeterRegistry metrics,
      Supplier<List<String>> notReady,
      Supplier<List<String>> notes)
      throws IOException {
    return start(host, port, metrics, notReady, notes, Map.of());
  }

  /**
   * As above, with more to serve.
   *
   * @param more handlers by the beginning of their paths; each call has a virtual thread of its own
   *     and may block
   */
  public static OperateServer start(
      String host,
      int port,
      PrometheusMeterRegistry metrics,
      Supplier<List<String>> notReady,
      Map<String, HttpHandler> more)
      throws IOException {
    return start(host, port, metrics, notReady, List::of, more);
  }

  private static OperateServer start(
      String host,
      int port,
      PrometheusMeterRegistry metrics,
      Supplier<List<String>> notReady,
      Supplier<List<String>> notes,
      Map<String, HttpHandler> more)
      throws IOException {
    HttpServer server = listen(host, port);
    OperateServer operate = new OperateServer(server);
    server.setExecutor(operate.threads);
    server.createContext("/healthz", exchange -> answer(exchange, 200, "ok\n"));
    server.createContext(
        "/readyz",
        exchange -> {
          List<String> reasons = notReady.get();
          List<String> lines = new ArrayList<>(reasons.isEmpty() ? List.of("ready") : reasons);
          lines.addAll(notes.get());
          String offset = reasons.isEmpty() ? ConfigOffset.line(metrics) : "";
          answer(exchange, reasons.isEmpty() ? 200 : 503, String.join("\n", lines) + "\n" + offset);
        });
    server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.scrape()));
    more.forEach(server::createContext);
    server.start();
    return operate;
  }

  private static HttpServer listen(String host, int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(host, port), 16);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on "
              + host
              + ":"
              + port
              + " for operators: "
              + e.getMessage()
              + "; stop what uses it, or set server.admin_port in the configuration to another port"
              + " (0 picks a free one)",
          e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
