package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.reply.DeliveryEnd;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.CancelReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RawSocketTest {
  private final RunningIngress ingress =
      new RunningIngress(
          new Collaborators.Limits(
              "ingress-1", "sluice.replies", 1 << 20, 2, 30_000_000_000L, 1 << 20));

  @AfterEach
  void stop() {
    ingress.close();
  }

  @Test
  void shouldRefuseAChunkedBodyThatGrowsTooLarge() throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      head(out, "transfer-encoding: chunked");
      byte[] chunk = new byte[64 << 10];
      Arrays.fill(chunk, (byte) ' ');
      try {
        for (int i = 0; i < 64; i++) {
          out.write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
          out.write(chunk);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        // the server may close while we still send
      }

      String answer = all(socket);

      assertThat(answer).startsWith("HTTP/1.1 413").contains("limit of 1048576 bytes");
      assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("connection: close");
    }
  }

  @Test
  void shouldRefuseALargeContentLengthBeforeTheBody() throws IOException {
    try (Socket socket = connect()) {
      head(socket.getOutputStream(), "content-length: 99999999");

      assertThat(all(socket)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void shouldRefuseABodyThatDoesNotCome() throws IOException {
    try (Socket socket = connect()) {
      head(socket.getOutputStream(), "content-length: 100");
      socket.getOutputStream().write('{');

      assertThat(all(socket)).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void shouldAnswerWhatIsNoHttp() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("this is no http\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(all(socket)).contains(" 400 ", "\"error\"");
    }
  }

  @Test
  void shouldKeepTheConnectionAfterARefusal() throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < 3; i++) {
        head(out, "content-length: 3");
        out.write("{x}".getBytes(StandardCharsets.US_ASCII));
        assertThat(one(socket)).startsWith("HTTP/1.1 400");
      }
    }
  }

  @Test
  void shouldTellTheOthersThatACallerWentAway() throws Exception {
    try (Socket socket = connect()) {
      chat(socket, true);
      ingress.pipeline.next();
    }

    await().until(() -> !ingress.pipeline.deliveries.isEmpty());
    assertThat(ingress.pipeline.cancels)
        .singleElement()
        .satisfies(cancel -> assertThat(cancel.getReason()).isEqualTo(CancelReason.CALLER_GONE));
    assertThat(ingress.pipeline.deliveries.getFirst().getEnd()).isEqualTo(DeliveryEnd.CALLER_GONE);
    assertThat(ingress.bounds.inFlight()).isZero();
  }

  @Test
  void shouldTellTheOthersThatACallerWentAwayInTheMiddleOfAStream() throws Exception {
    try (Socket socket = connect()) {
      chat(socket, true);
      String id = ingress.pipeline.next().getEnvelope().getRequestId();
      ReplyFrame[] frames =
          ingress.pipeline.stream(id, 1, 1, "He", "llo").toArray(ReplyFrame[]::new);
      ingress.pipeline.send(frames[0], frames[1]);
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }

    await().until(() -> !ingress.pipeline.deliveries.isEmpty());
    assertThat(ingress.pipeline.cancels).hasSize(1);
  }

  @Test
  void shouldCutASlowReaderOffAndServeTheOthers() throws Exception {
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4096);
      slow.connect(new InetSocketAddress("127.0.0.1", ingress.port()));
      chat(slow, true);
      String slowId = ingress.pipeline.next().getEnvelope().getRequestId();
      String word = "x".repeat(20_000);
      ReplyFrame[] frames =
          ingress.pipeline.stream(
                  slowId, 1, 1, java.util.Collections.nCopies(600, word).toArray(String[]::new))
              .toArray(ReplyFrame[]::new);
      ingress.pipeline.send(frames);

      ingress.pipeline.responder =
          request ->
              ingress.pipeline.send(
                  ingress.pipeline.whole(request.getEnvelope().getRequestId(), 1, "quick", 0));
      try (Socket quick = connect()) {
        chat(quick, false);
        assertThat(one(quick)).startsWith("HTTP/1.1 200");
      }
      await().atMost(Duration.ofSeconds(5)).until(() -> ingress.pipeline.cancels.size() == 1);
      slow.setSoTimeout(15_000);
      String text = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).contains("read too slowly").doesNotContain("[DONE]");
    }
  }

  @Test
  void shouldAskForTheBodyOfACallerThatWaits() throws Exception {
    try (Socket socket = connect()) {
      head(socket.getOutputStream(), "content-length: 3\r\nexpect: 100-continue");
      byte[] answer = socket.getInputStream().readNBytes(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", ingress.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void head(OutputStream out, String more) throws IOException {
    out.write(
        ("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                + TestConfig.KEY
                + "\r\ncontent-type: application/json\r\n"
                + more
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void chat(Socket socket, boolean stream) throws IOException {
    String body = RunningIngress.body(stream, "");
    head(socket.getOutputStream(), "content-length: " + body.length());
    socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
  }

  private static String all(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
    } catch (java.net.SocketException e) {
      // reset after the answer
    }
    return text.toString();
  }

  /** One answer with a content length. */
  private static String one(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended after: " + head);
      }
      head.append((char) next);
    }
    String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
    int at = lower.indexOf("content-length: ") + 16;
    int length = Integer.parseInt(lower.substring(at, lower.indexOf("\r\n", at)));
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
