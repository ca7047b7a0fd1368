package dev.sluice.bench.clock;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** One stream: a piece at once, then one each period, then the usual end. On its event loop. */
final class ClockStream {

  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-clock\",\"object\":\"chat.completion.chunk\",\"created\":1,"
          + "\"model\":\"clock\",\"choices\":[{\"index\":0,\"delta\":{";
  private static final String CHUNK_END = "\"},\"finish_reason\":null}]}\n\n";
  private static final String LAST =
      CHUNK
          + "},\"finish_reason\":\"stop\"}]}\n\n"
          + "data: {\"id\":\"chatcmpl-clock\",\"object\":\"chat.completion.chunk\",\"created\":1,"
          + "\"model\":\"clock\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,"
          + "\"completion_tokens\":%1$d,\"total_tokens\":%2$d}}\n\n"
          + "data: [DONE]\n\n";
  private static final int PROMPT_TOKENS = 10;

  private final Vertx vertx;
  private final HttpServerResponse response;
  private final int pieces;
  private int written;
  private long timer = -1;

  ClockStream(Vertx vertx, HttpServerResponse response, int pieces) {
    this.vertx = vertx;
    this.response = response;
    this.pieces = pieces;
  }

  void start(long periodMillis) {
    response.putHeader("content-type", "text/event-stream").setChunked(true);
    response.exceptionHandler(gone -> {});
    response.closeHandler(gone -> vertx.cancelTimer(timer));
    timer = vertx.setPeriodic(periodMillis, id -> next());
    next();
  }

  private void next() {
    if (written == pieces) {
      vertx.cancelTimer(timer);
      response.end(LAST.formatted(pieces, pieces + PROMPT_TOKENS));
      return;
    }
    String role = written == 0 ? "\"role\":\"assistant\"," : "";
    written++;
    String stamp = StampScanner.stamp(System.nanoTime());
    response.write(Buffer.buffer(CHUNK + role + "\"content\":\"" + stamp + CHUNK_END));
  }
}
