package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.ingress.error.OwnErrors;
import dev.sluice.ingress.publish.Publication;
import dev.sluice.ingress.publish.PublishListener;
import dev.sluice.ingress.publish.PublishOutcome;
import dev.sluice.ingress.reply.ReplyAssembly;
import dev.sluice.ingress.reply.ReplyLane;
import dev.sluice.ingress.reply.ReplyReceiver;
import dev.sluice.ingress.reply.ReplyStep;
import dev.sluice.ingress.request.Caller;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.DeliveryEnd;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.CancelReason;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One published request and its open HTTP exchange, from the offer to the log until the last byte
 * of the answer or the loss of the caller. On its event loop only, {@link #published} apart.
 */
final class Exchange implements ReplyReceiver, Timed, PublishListener {
  /** The router answers at the deadline; this is how much later the ingress does it itself. */
  private static final long DEADLINE_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(120);

  /** How long a caller may take to read what is complete. */
  private static final long READ_OUT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final long CUT_OFF_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Collaborators with;
  private final OpenOnLoop open;
  private final Incoming in;
  private final HttpServerRequest request;
  private final ExchangeRecord record;
  private final ReplyAssembly assembly;
  private final Answer answer;
  private final boolean stream;
  private final long offeredNanos = System.nanoTime();
  private final long heldBytes;
  private final long echoedBytes;
  private final long deadlineNanos;
  private long lastWriteNanos;
  private long closeAtNanos;
  private boolean replied;
  private boolean done;
  private boolean cutOff;
  private volatile boolean accepted;

  /**
   * An exchange that is not open yet.
   *
   * @param heldBytes of the bounds, given back when the request has been sent; what the answer
   *     repeats of it, when the exchange is over
   */
  Exchange(
      Collaborators with,
      OpenOnLoop open,
      Incoming in,
      Caller caller,
      ReplyContext context,
      boolean stream,
      long heldBytes) {
    this.with = with;
    this.open = open;
    this.in = in;
    this.request = in.request();
    this.stream = stream;
    this.echoedBytes =
        Math.min(heldBytes, context.echo().values().stream().mapToLong(String::length).sum());
    this.heldBytes = heldBytes - echoedBytes;
    record = new ExchangeRecord(with, in, caller, context.model(), stream);
    assembly = new ReplyAssembly(with.limits().maxStreamBuffer());
    answer =
        stream
            ? new StreamAnswer(with, this, in, context)
            : new WholeAnswer(with, this, in, context);
    deadlineNanos =
        in.receivedNanos() + TimeUnit.MILLISECONDS.toNanos(caller.headers().deadlineMs());
    lastWriteNanos = offeredNanos;
  }

  /** Opens it and offers the record to the log. False, and closed again, where that is full. */
  boolean start(String account, byte[] value) {
    with.pending().open(record.requestId(), this);
    if (!with.requests().offer(new Publication(account, value, this))) {
      with.pending().close(record.requestId());
      return false;
    }
    open.add(this);
    request.response().closeHandler(ignored -> callerGone());
    request.response().exceptionHandler(ignored -> callerGone());
    return true;
  }

  @Override
  public ReplyLane lane() {
    return open.lane();
  }

  @Override
  public void published(PublishOutcome outcome) {
    with.bounds().giveBytesBack(heldBytes);
    with.metrics().published(System.nanoTime() - offeredNanos);
    if (outcome == PublishOutcome.ACCEPTED) {
      accepted = true;
    } else {
      open.later(() -> notAccepted(outcome));
    }
  }

  private void notAccepted(PublishOutcome outcome) {
    // Frames prove that the log has it, whatever the producer heard.
    if (replied || done || record.frames() > 0) {
      return;
    }
    if (outcome == PublishOutcome.UNKNOWN_FATE) {
      cancel(CancelReason.FATE_OF_SEND_UNKNOWN);
    }
    fail(OwnErrors.notAccepted(outcome), DeliveryEnd.ERROR);
  }

  @Override
  public void accept(ReplyFrame frame) {
    if (replied || done) {
      return;
    }
    record.frame();
    try {
      assembly.accept(frame, this::step);
    } catch (RuntimeException e) {
      broken(e);
    }
  }

  private void step(ReplyStep step) {
    record.follow(assembly.followedAttempt());
    switch (step) {
      case ReplyStep.Piece piece -> answer.piece(piece.frame());
      case ReplyStep.Finished finished -> {
        replied(DeliveryEnd.DELIVERED, "");
        answer.finish(finished.frame());
      }
      case ReplyStep.Whole whole -> {
        replied(DeliveryEnd.DELIVERED, "");
        answer.whole(whole.frame());
      }
      case ReplyStep.Failed failed -> {
        String kind = failed.error().getKind();
        boolean deadline = kind.equals(ErrorKind.DEADLINE_EXCEEDED.wireName());
        replied(deadline ? DeliveryEnd.DEADLINE : DeliveryEnd.ERROR, kind);
        if (failed.cancel()) {
          cancel(CancelReason.OTHER);
        }
        answer.fail(failed.error(), ReplyFacts.of(failed));
      }
    }
  }

  @Override
  public void flush() {
    if (done) {
      return;
    }
    try {
      answer.flush();
    } catch (RuntimeException e) {
      broken(e);
    }
  }

  /** A bug: this exchange ends, the others on its event loop go on. */
  private void broken(RuntimeException why) {
    LOG.atError()
        .addKeyValue("requestId", record.requestId())
        .setCause(why)
        .log("An exchange failed");
    abandon();
    if (request.response().headWritten()) {
      request.connection().close();
    } else {
      written(
          Answers.error(
              request, record.requestId(), in.surface().errors().internal(record.requestId())));
    }
  }

  @Override
  public void tick(long nowNanos) {
    try {
      look(nowNanos);
    } catch (RuntimeException e) {
      broken(e);
    }
  }

  private void look(long nowNanos) {
    if (replied) {
      if (nowNanos - closeAtNanos > 0) {
        request.connection().close();
      }
    } else if (nowNanos - deadlineNanos > DEADLINE_GRACE_NANOS) {
      cancel(CancelReason.OTHER);
      fail(OwnErrors.deadline(stage()), DeliveryEnd.DEADLINE);
    } else if (stream && nowNanos - lastWriteNanos > with.limits().keepAliveNanos()) {
      lastWriteNanos = nowNanos;
      answer.keepAlive();
    }
  }

  private String stage() {
    if (!accepted) {
      return "request";
    }
    if (assembly.contentShown()) {
      return "response";
    }
    return record.frames() > 0 ? "provider" : "route";
  }

  @Override
  public void shutDown() {
    if (!replied) {
      cancel(CancelReason.SHUTDOWN);
      fail(OwnErrors.shuttingDown(), DeliveryEnd.SHUTDOWN);
    }
  }

  private void fail(ErrorInfo error, DeliveryEnd end) {
    replied(end, error.getKind());
    answer.fail(error, ReplyFacts.NONE);
    answer.flush();
  }

  private void replied(DeliveryEnd end, String errorKind) {
    replied = true;
    closeAtNanos = System.nanoTime() + READ_OUT_NANOS;
    record.end(end, errorKind);
    with.pending().close(record.requestId());
  }

  private void callerGone() {
    if (done) {
      return;
    }
    if (!replied) {
      cancel(CancelReason.CALLER_GONE);
    }
    finish(DeliveryEnd.CALLER_GONE);
  }

  private void cancel(CancelReason reason) {
    long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    record.cancel(reason, leftMs);
  }

  private void finish(DeliveryEnd end) {
    if (done) {
      return;
    }
    done = true;
    with.pending().close(record.requestId());
    open.remove(this);
    with.bounds().leave();
    with.bounds().giveBytesBack(echoedBytes);
    record.finish(end, answer.status(), request.response().bytesWritten());
  }

  // What the answer tells.

  /** Runs something on this exchange's event loop; for any thread. */
  void later(Runnable task) {
    open.later(() -> {
      if (!done) {
        task.run();
      }
    });
  }

  /** The first byte goes out now. */
  void firstByte() {
    record.firstByte();
  }

  /** Something goes out now. */
  void wrote() {
    lastWriteNanos = System.nanoTime();
  }

  /** The answer cannot be finished from what came: nothing more is awaited. */
  void abandon() {
    if (!replied) {
      cancel(CancelReason.OTHER);
    }
    replied(DeliveryEnd.ERROR, ErrorKind.INTERNAL.wireName());
  }

  /** The caller reads too slowly: nothing more is awaited. */
  void cutOff(ErrorKind kind) {
    if (!assembly.ended()) {
      cancel(CancelReason.OTHER);
    }
    replied(DeliveryEnd.ERROR, kind.wireName());
    cutOff = true;
    closeAtNanos = System.nanoTime() + CUT_OFF_NANOS;
  }

  /** The last write was handed to the connection; this is its fate. */
  void written(Future<Void> last) {
    last.onComplete(result -> {
      finish(result.succeeded() ? record.end() : DeliveryEnd.CALLER_GONE);
      if (cutOff) {
        request.connection().close();
      }
    });
  }
}
