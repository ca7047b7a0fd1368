package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** Writes answers that are no reply of a model. */
final class Answers {
  /** How long a caller whose connection is to be closed may go on sending what nobody reads. */
  private static final long LINGER_MS = 1000;

  /** Bodies whose length has at most so many digits are dropped without more ado. */
  private static final int DROPPED_DIGITS = 5;

  private Answers() {}

  /** An error; the body of the request, if there is more of it, is dropped. */
  static Future<Void> error(HttpServerRequest request, String requestId, ErrorReply error) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return Future.failedFuture("connection is closed");
    }
    head(response, requestId, error);
    return response.end(Buffer.buffer(error.body()));
  }

  /**
   * An error to a caller whose body was not read. A short body is dropped and the connection lives
   * on; else what the caller sends is dropped for a moment, so that it can read the answer, before
   * the connection is closed.
   */
  static void errorUnread(
      OpenOnLoop open, HttpServerRequest request, String requestId, ErrorReply error) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (!error.headers().containsKey("connection") && droppable(request)) {
      error(request, requestId, error);
      return;
    }
    head(response, requestId, error);
    response.putHeader("connection", "close");
    response.putHeader("content-length", Integer.toString(error.body().length));
    Lingering lingering = new Lingering(open, request);
    request.handler(ignored -> {});
    request.exceptionHandler(ignored -> lingering.finish());
    if (request.isEnded()) {
      response.end(Buffer.buffer(error.body())).onComplete(ignored -> lingering.finish());
    } else {
      request.endHandler(ignored -> lingering.finish());
      response.write(Buffer.buffer(error.body()));
      open.add(lingering);
    }
  }

  private static boolean droppable(HttpServerRequest request) {
    if (request.isEnded()) {
      return true;
    }
    if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
      return false;
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null || length.strip().length() <= DROPPED_DIGITS;
  }

  /** A JSON document. */
  static Future<Void> json(HttpServerRequest request, String requestId, byte[] body) {
    HttpServerResponse response = request.response();
    response.putHeader(Headers.CONTENT_TYPE, Headers.JSON);
    response.putHeader(Headers.REQUEST_ID, requestId);
    return response.end(Buffer.buffer(body));
  }

  /** Status and headers of an error. */
  static void head(HttpServerResponse response, String requestId, ErrorReply error) {
    response.setStatusCode(error.status());
    response.putHeader(Headers.CONTENT_TYPE, Headers.JSON);
    response.putHeader(Headers.REQUEST_ID, requestId);
    for (Map.Entry<String, String> header : error.headers().entrySet()) {
      response.putHeader(header.getKey(), header.getValue());
    }
  }

  /** A connection that is closed when its caller is done sending, or soon. */
  private static final class Lingering implements Timed {
    private final OpenOnLoop open;
    private final HttpServerRequest request;
    private final long untilNanos = System.nanoTime() + LINGER_MS * 1_000_000;
    private boolean finished;

    Lingering(OpenOnLoop open, HttpServerRequest request) {
      this.open = open;
      this.request = request;
    }

    void finish() {
      if (!finished) {
        finished = true;
        open.remove(this);
        if (!request.response().ended()) {
          request.response().end();
        }
        request.connection().close();
      }
    }

    @Override
    public void tick(long nowNanos) {
      if (nowNanos - untilNanos > 0) {
        finish();
      }
    }

    @Override
    public void shutDown() {
      finish();
    }
  }
}
