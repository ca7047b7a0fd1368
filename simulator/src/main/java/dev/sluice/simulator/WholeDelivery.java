package dev.sluice.simulator;

import dev.sluice.simulator.bill.Ending;
import dev.sluice.simulator.bill.Tab;
import dev.sluice.simulator.dialect.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

/** Sends answers of one piece, at once or when they are due. */
final class WholeDelivery {

  private static final long NANOS_PER_MS = 1_000_000;

  private WholeDelivery() {}

  /** Sends an answer now, and puts it on the bill just before the caller can see it. */
  static void send(HttpServerResponse response, Answer.Whole answer, Tab tab, Ending ending) {
    writeHead(response, answer.head());
    tab.generated(answer.tokens().output(), answer.tokens().reasoning());
    tab.close(answer.head().status(), ending, answer.statesUsage());
    response.end(answer.body());
  }

  /** Sends an answer after a delay; a caller who leaves before owes the prompt only. */
  static void sendLater(
      Vertx vertx,
      HttpServerResponse response,
      Answer.Whole answer,
      Tab tab,
      Ending ending,
      long delayNanos) {
    long timer =
        vertx.setTimer(
            Math.max(1, delayNanos / NANOS_PER_MS), id -> send(response, answer, tab, ending));
    response.exceptionHandler(gone -> {});
    response.closeHandler(gone -> {
      vertx.cancelTimer(timer);
      tab.close(0, Ending.CANCELLED, false);
    });
  }

  /** Sets status and headers. */
  static void writeHead(HttpServerResponse response, Answer.Head head) {
    response.setStatusCode(head.status());
    var headers = response.headers();
    for (Answer.Header header : head.headers()) {
      headers.add(header.name(), header.value());
    }
  }
}
