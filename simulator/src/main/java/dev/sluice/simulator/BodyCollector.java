package dev.sluice.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Puts the body of one request together, up to a bound. Confined to the request's event loop. */
final class BodyCollector {

  private static final Buffer NOTHING = Buffer.buffer();

  private final HttpServerRequest request;
  private final int most;
  private final Consumer<Buffer> whenWhole;
  private Buffer body = NOTHING;
  private boolean own;
  private boolean tooLarge;

  BodyCollector(HttpServerRequest request, int most, Consumer<Buffer> whenWhole) {
    this.request = request;
    this.most = most;
    this.whenWhole = whenWhole;
  }

  void start() {
    request.exceptionHandler(gone -> {});
    request.handler(this::add);
    request.endHandler(end -> finish());
  }

  private void add(Buffer part) {
    if (tooLarge) {
      return;
    }
    if ((long) body.length() + part.length() > most) {
      tooLarge = true;
      body = NOTHING;
    } else if (body.length() == 0) {
      body = part;
    } else {
      if (!own) {
        // The first part belongs to whoever gave it; a buffer of our own can grow.
        body = Buffer.buffer(2 * (body.length() + part.length())).appendBuffer(body);
        own = true;
      }
      body.appendBuffer(part);
    }
  }

  private void finish() {
    if (tooLarge) {
      Routes.json(
          request,
          413,
          Buffer.buffer(
              "{\"error\":{\"type\":\"request_too_large\",\"message\":\"The simulator takes bodies"
                  + " of up to "
                  + most
                  + " bytes.\"}}"));
    } else {
      whenWhole.accept(body);
    }
  }
}
