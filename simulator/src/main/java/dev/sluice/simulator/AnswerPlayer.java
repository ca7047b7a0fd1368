package dev.sluice.simulator;

import dev.sluice.simulator.FrameDelivery.Course;
import dev.sluice.simulator.FrameDelivery.Stop;
import dev.sluice.simulator.bill.Ending;
import dev.sluice.simulator.bill.Tab;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.Dialect;
import dev.sluice.simulator.dialect.Frame;
import dev.sluice.simulator.fault.Behaviour;
import dev.sluice.simulator.fault.ConnectionReset;
import dev.sluice.simulator.fault.Fault;
import dev.sluice.simulator.fault.Pace;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Brings one answer to its caller, at its pace and with its fault. Runs on the call's event loop.
 */
final class AnswerPlayer {

  private final Vertx vertx;

  AnswerPlayer(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What an answer is played for. */
  record Call(
      HttpServerRequest request,
      Dialect dialect,
      Behaviour behaviour,
      Optional<Fault> fault,
      Tab tab,
      long startNanos) {}

  /** Sends an error answer once the call's latency has passed. */
  void refuse(HttpServerRequest request, Answer.Whole error, Tab tab, int latencyMs) {
    if (latencyMs == 0) {
      WholeDelivery.send(request.response(), error, tab, Ending.ERROR);
    } else {
      long delay = new Pace(latencyMs, 0, 0).dueNanos(0);
      WholeDelivery.sendLater(vertx, request.response(), error, tab, Ending.ERROR, delay);
    }
  }

  /** Plays an answer. */
  void play(Call call, Answer answer) {
    Fault fault = call.fault().orElse(Fault.NO_USAGE);
    switch (fault) {
      case TIMEOUT -> neverAnswer(call, answer);
      case RESET -> reset(call);
      default -> {
        switch (answer) {
          case Answer.Whole whole -> playWhole(call, whole, fault);
          case Answer.Streamed streamed -> playStream(call, streamed, fault);
        }
      }
    }
  }

  private static void neverAnswer(Call call, Answer answer) {
    long due = call.behaviour().pace().dueNanos(answer.tokens().completion());
    call.request().response().exceptionHandler(gone -> {});
    call.request()
        .response()
        .closeHandler(gone -> {
          if (due > 0 && System.nanoTime() - call.startNanos() >= due) {
            call.tab().generated(answer.tokens().output(), answer.tokens().reasoning());
          }
          call.tab().close(0, Ending.TIMEOUT, false);
        });
  }

  private void reset(Call call) {
    Runnable reset =
        () -> {
          call.tab().close(0, Ending.RESET, false);
          ConnectionReset.now(call.request());
        };
    int latency = call.behaviour().pace().latencyMs();
    if (latency == 0) {
      reset.run();
    } else {
      vertx.setTimer(latency, id -> reset.run());
    }
  }

  private void playWhole(Call call, Answer.Whole answer, Fault fault) {
    Pace pace = call.behaviour().pace();
    Buffer body = answer.body();
    int half = body.length() / 2;
    switch (fault) {
      case CUT -> {
        Stop stop = new Stop(1, Buffer.buffer(), Ending.CUT, true);
        playPieces(call, answer, pieces(answer, body.getBuffer(0, half)), stop);
      }
      case MALFORMED ->
          deliver(
              call,
              new Answer.Whole(answer.head(), body.getBuffer(0, half), answer.tokens(), false),
              Ending.ERROR);
      case SLOW_BODY -> {
        List<Frame> pieces =
            SlowFrames.pieces(body, answer.tokens().output(), answer.tokens().reasoning());
        Answer.Head head = withLength(answer);
        Course course =
            new Course(
                head,
                pieces.iterator(),
                SlowFrames.pace(pace),
                Optional.empty(),
                answer.statesUsage());
        frames(call, course);
      }
      default -> deliver(call, answer, ending(answer));
    }
  }

  private static Ending ending(Answer answer) {
    return answer.head().status() >= 400 ? Ending.ERROR : Ending.COMPLETE;
  }

  private void deliver(Call call, Answer.Whole answer, Ending ending) {
    long due = call.behaviour().pace().dueNanos(answer.tokens().completion());
    if (due == 0) {
      WholeDelivery.send(call.request().response(), answer, call.tab(), ending);
    } else {
      WholeDelivery.sendLater(vertx, call.request().response(), answer, call.tab(), ending, due);
    }
  }

  /** A cut body costs all of its tokens: it was generated before its first half was sent. */
  private static List<Frame> pieces(Answer.Whole answer, Buffer half) {
    return List.of(new Frame(half, answer.tokens().output(), answer.tokens().reasoning(), true));
  }

  private void playPieces(Call call, Answer.Whole answer, List<Frame> pieces, Stop stop) {
    long due = call.behaviour().pace().dueNanos(answer.tokens().completion());
    Pace pace = new Pace((int) (due / 1_000_000), 0, 0);
    frames(call, new Course(withLength(answer), pieces.iterator(), pace, Optional.of(stop), false));
  }

  private static Answer.Head withLength(Answer.Whole answer) {
    List<Answer.Header> headers = new ArrayList<>(answer.head().headers());
    headers.add(new Answer.Header("content-length", Integer.toString(answer.body().length())));
    return new Answer.Head(answer.head().status(), headers);
  }

  private void playStream(Call call, Answer.Streamed answer, Fault fault) {
    Pace pace = call.behaviour().pace();
    boolean slow = fault == Fault.SLOW_BODY;
    Iterator<Frame> frames = slow ? SlowFrames.halves(answer.frames()) : answer.frames();
    int after = Math.min(call.behaviour().faultPlan().after(), answer.contentFrames());
    frames(
        call,
        new Course(
            answer.head(),
            frames,
            slow ? SlowFrames.pace(pace) : pace,
            stop(call.dialect(), fault, after),
            answer.statesUsage()));
  }

  private static Optional<Stop> stop(Dialect dialect, Fault fault, int after) {
    return switch (fault) {
      case CUT -> Optional.of(new Stop(after, Buffer.buffer(), Ending.CUT, true));
      case MALFORMED -> Optional.of(new Stop(after, dialect.brokenEvent(), Ending.ERROR, false));
      case STREAM_ERROR ->
          Optional.of(new Stop(after, dialect.failureEvent(), Ending.ERROR, false));
      default -> Optional.empty();
    };
  }

  private void frames(Call call, Course course) {
    new FrameDelivery(vertx, call.request(), call.tab(), course, call.startNanos()).start();
  }
}
