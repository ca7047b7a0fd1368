package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.http.Lane;
import dev.sluice.provider.http.Lanes;
import dev.sluice.provider.openai.OpenAiProvider;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.usage.UsageSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A worker that is behind with reading when a call is cut. The provider has sent, and charges for,
 * what the worker has not looked at yet.
 */
class CutCallTest {
  private static final int WORDS = 200;

  private final MemorySink sink = new MemorySink();
  private final AtomicInteger over = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch sendRest = new CountDownLatch(1);
  private final CountDownLatch restSent = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Lanes lanes = Lanes.start(1, 10);
  private final Lane lane = lanes.next();
  private String usage =
      ",\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":321,\"total_tokens\":333}";
  private HttpServer provider;

  @BeforeEach
  void start() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    provider.setExecutor(threads);
    provider.start();
  }

  @AfterEach
  void stop() {
    closed.countDown();
    provider.stop(0);
    lanes.close();
    threads.shutdownNow();
  }

  @Test
  void shouldCountAllThatWasSentWhenStreamIsCut() throws Exception {
    serve(this::unendingStream);
    AttemptCall call = call(Attempts.attempt().streamed().make());
    call.begin();
    await().until(() -> !sink.frames.isEmpty());

    cutWhileBehind(call);

    AttemptEvent outcome = sink.outcome();
    assertThat(outcome.getStatus()).isEqualTo(AttemptStatus.CANCELLED);
    assertThat(outcome.getUsage().getSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(outcome.getUsage().getOutput()).isGreaterThanOrEqualTo(WORDS);
    assertThat(sink.frameKinds()).containsOnly(FrameKind.CHUNK);
    assertThat(sink.streamedText()).doesNotContain("word");
  }

  @Test
  void shouldTakeUsageAsToldWhenWholeReplyWasSentBeforeTheCut() throws Exception {
    serve(this::wholeReply);
    AttemptCall call = call(Attempts.attempt().make());
    call.begin();
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    cutWhileBehind(call);

    AttemptEvent outcome = sink.outcome();
    assertThat(outcome.getStatus()).isEqualTo(AttemptStatus.CANCELLED);
    assertThat(outcome.getUsage().getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(outcome.getUsage().getOutput()).isEqualTo(321);
    assertThat(sink.frames).isEmpty();
  }

  @Test
  void shouldCountAWholeReplyWithoutUsageOnceWhenItWasSentBeforeTheCut() throws Exception {
    usage = "";
    serve(this::wholeReply);
    AttemptCall call = call(Attempts.attempt().make());
    call.begin();
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    cutWhileBehind(call);

    assertThat(sink.outcome().getUsage().getSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(sink.outcome().getUsage().getOutput()).isBetween(1L, 4L);
  }

  /** The call is cancelled while its lane is busy and the rest of the answer has come. */
  private void cutWhileBehind(AttemptCall call) throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    lane.execute(() -> {
      busy.countDown();
      awaitQuietly(free);
    });
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
    call.abort(ErrorKind.CANCELLED, "The request was cancelled.");
    sendRest.countDown();
    assertThat(restSent.await(10, TimeUnit.SECONDS)).isTrue();
    free.countDown();
    await().until(() -> over.get() == 1);
  }

  private void unendingStream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.write(chunk("Once").getBytes(StandardCharsets.UTF_8));
    out.flush();
    awaitQuietly(sendRest);
    for (int i = 0; i < WORDS; i++) {
      out.write(chunk(" word").getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
    restSent.countDown();
    awaitQuietly(closed);
  }

  private void wholeReply(HttpExchange exchange) throws IOException {
    asked.countDown();
    awaitQuietly(sendRest);
    byte[] body =
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-mini",
         "choices":[{"index":0,"message":{"role":"assistant","content":"Done."},
         "finish_reason":"stop"}]%s}
        """
            .formatted(usage)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
    restSent.countDown();
  }

  private static String chunk(String word) {
    return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + word
        + "\"},\"finish_reason\":null}]}\n\n";
  }

  private interface Serving {
    void answer(HttpExchange exchange) throws IOException;
  }

  private void serve(Serving serving) {
    provider.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          serving.answer(exchange);
        });
  }

  private AttemptCall call(Attempt attempt) {
    URI url = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/v1");
    Endpoints endpoints =
        Endpoints.of(Endpoint.at("openai", url, Map.of(), OpenAiProvider.ADAPTER.dialect()));
    CallServices services = TestServices.of(sink, () -> endpoints, threads);
    return new AttemptCall(attempt, services, lane, over::incrementAndGet);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
