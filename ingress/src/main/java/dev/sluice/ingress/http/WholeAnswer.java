package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.ingress.error.ErrorResponses;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reply as one JSON document. */
final class WholeAnswer implements Answer {
  private static final Logger LOG = LoggerFactory.getLogger(WholeAnswer.class);

  private final Collaborators with;
  private final Exchange exchange;
  private final Surface surface;
  private final HttpServerRequest request;
  private final ReplyContext context;
  private int status = 200;

  WholeAnswer(Collaborators with, Exchange exchange, Incoming in, ReplyContext context) {
    this.with = with;
    this.exchange = exchange;
    this.surface = in.surface();
    this.request = in.request();
    this.context = context;
  }

  @Override
  public void piece(ReplyFrame frame) {
    wrongForm(frame);
  }

  @Override
  public void finish(ReplyFrame frame) {
    wrongForm(frame);
  }

  @Override
  public void whole(ReplyFrame frame) {
    Payload payload = frame.getPayload();
    byte[] bytes = payload == null ? new byte[0] : Bytes.of(payload.getBytes());
    if (bytes.length <= LargeWork.LARGE_BYTES) {
      send(frame, written(bytes));
    } else if (!with.largeWork()
        .offer(() -> {
          Written written = written(bytes);
          exchange.later(() -> send(frame, written));
        })) {
      fail(
          ErrorResponses.info(
              ErrorKind.NO_CAPACITY, "transform", "Too many large replies at once."),
          ReplyFacts.of(frame));
    }
  }

  /** The reply in the caller's words, or why it cannot be had. */
  private sealed interface Written {
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    record Body(byte[] json) implements Written {}

    record Unreadable(RuntimeException why) implements Written {}
  }

  private Written written(byte[] payload) {
    try {
      return new Written.Body(surface.dialect().reply(with.canonical().reply(payload), context));
    } catch (RuntimeException e) {
      return new Written.Unreadable(e);
    }
  }

  private void send(ReplyFrame frame, Written written) {
    switch (written) {
      case Written.Body(byte[] json) -> {
        HttpServerResponse response = request.response();
        response.putHeader(Headers.CONTENT_TYPE, Headers.JSON);
        response.putHeader(Headers.REQUEST_ID, context.requestId());
        ReplyFacts.of(frame).putAll(response.headers(), surface.dialect(), with.clock().millis());
        exchange.firstByte();
        exchange.written(response.end(Buffer.buffer(json)));
      }
      case Written.Unreadable(RuntimeException why) -> {
        LOG.atError()
            .addKeyValue("requestId", context.requestId())
            .addKeyValue("attempt", frame.getAttemptId())
            .setCause(why)
            .log("A reply could not be translated");
        internal(frame);
      }
    }
  }

  private void wrongForm(ReplyFrame frame) {
    LOG.atError()
        .addKeyValue("requestId", context.requestId())
        .addKeyValue("kind", frame.getKind())
        .log("A streamed frame came for a request without a stream");
    exchange.abandon();
    internal(frame);
  }

  private void internal(ReplyFrame frame) {
    send(surface.errors().internal(context.requestId()), ReplyFacts.of(frame));
  }

  @Override
  public void fail(ErrorInfo error, ReplyFacts facts) {
    send(surface.errors().of(error, context), facts);
  }

  private void send(ErrorReply error, ReplyFacts facts) {
    status = error.status();
    facts.putHead(request.response().headers(), surface.dialect(), with.clock().millis());
    exchange.firstByte();
    exchange.written(Answers.error(request, context.requestId(), error));
  }

  @Override
  public void flush() {
    // a whole reply is written when it comes
  }

  @Override
  public void keepAlive() {
    // nothing can be said before the status is known
  }

  @Override
  public int status() {
    return status;
  }
}
