package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loads on a real server in this process. */
final class LoadTest {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  LoadTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
  }

  @BeforeEach
  void start() {
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private Call call(String path) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return Call.post(url, Map.of("authorization", "Bearer k"), "{}");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void shouldKeepEachConnectionBusyWithOneCall() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.createContext(
        "/chat",
        exchange -> {
          most.accumulateAndGet(open.incrementAndGet(), Math::max);
          open.decrementAndGet();
          answer(exchange, 200, "{}");
        });

    LoadReport report =
        new ClosedLoad(call("/chat"), 4)
            .run(Window.of(Duration.ofMillis(100), Duration.ofMillis(400)));

    assertThat(report.errors()).isZero();
    assertThat(report.done()).isPositive().isEqualTo(report.latency().count());
    assertThat(most.get()).isBetween(1, 4);
  }

  @Test
  void shouldCountRepliesThatAreNoSuccess() {
    server.createContext("/chat", exchange -> answer(exchange, 503, "busy"));

    LoadReport report =
        new ClosedLoad(call("/chat"), 1).run(Window.of(Duration.ZERO, Duration.ofMillis(200)));

    assertThat(report.done()).isZero();
    assertThat(report.errors()).isPositive();
  }

  @Test
  void shouldMeasureFromWhenCallsWereDueWhenTheServerStands() throws InterruptedException {
    AtomicBoolean stood = new AtomicBoolean();
    CountDownLatch never = new CountDownLatch(1);
    server.createContext(
        "/chat",
        exchange -> {
          if (stood.compareAndSet(false, true)) {
            try {
              never.await(600, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          answer(exchange, 200, "{}");
        });

    LoadReport report =
        new OpenLoad(call("/chat"), 100, 1).run(Window.of(Duration.ZERO, Duration.ofMillis(1000)));

    // One connection: while it stands some sixty calls are due, and all of them wait.
    assertThat(report.errors()).isZero();
    assertThat(report.latency().count()).isEqualTo(100);
    assertThat(report.latency().p50Nanos()).isGreaterThan(Duration.ofMillis(50).toNanos());
    assertThat(report.latency().maxNanos()).isGreaterThan(Duration.ofMillis(590).toNanos());
  }

  @Test
  void shouldReadStampsOfStreamsAndMissWhatIsMissing() {
    server.createContext(
        "/chat",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 3; i++) {
            String event = "data: {\"content\":\"@" + System.nanoTime() + "@\"}\n\n";
            exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
          }
          exchange.close();
        });
    Window window = Window.of(Duration.ZERO, Duration.ofMillis(300));
    Window other = Window.of(Duration.ZERO, Duration.ofMillis(300));

    LoadReport whole = new StreamLoad(call("/chat"), 2, 3, Duration.ofSeconds(1)).run(window);
    LoadReport lacking = new StreamLoad(call("/chat"), 2, 4, Duration.ofSeconds(1)).run(other);

    assertThat(whole.errors()).isZero();
    assertThat(whole.done()).isPositive().isEqualTo(whole.latency().count());
    assertThat(whole.firstToken().count()).isPositive();
    assertThat(lacking.errors()).isPositive();
  }
}
