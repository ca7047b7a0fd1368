package dev.sluice.simulator;

import dev.sluice.simulator.bill.Ending;
import dev.sluice.simulator.bill.Tab;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.Frame;
import dev.sluice.simulator.fault.ConnectionReset;
import dev.sluice.simulator.fault.Pace;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.Optional;

/**
 * Writes an answer frame by frame, each when it is due, and bills each as it is written. One object
 * writes one answer on the event loop of its call. It stops at once when the caller leaves, and
 * waits while the caller reads too slowly.
 */
final class FrameDelivery {

  private static final long NANOS_PER_MS = 1_000_000;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Tab tab;
  private final Course course;
  private final long startNanos;
  private Optional<Frame> waiting = Optional.empty();
  private int contentWritten;
  private long timer = -1;

  /**
   * What is to be written, and how it ends.
   *
   * @param statesUsage whether the caller knows the usage once all is written
   */
  record Course(
      Answer.Head head,
      Iterator<Frame> frames,
      Pace pace,
      Optional<Stop> stop,
      boolean statesUsage) {}

  /**
   * An early end.
   *
   * @param after content frames that are written before
   * @param last written at the end, may be empty
   * @param abrupt the connection is closed; otherwise the body ends in order
   */
  record Stop(int after, Buffer last, Ending ending, boolean abrupt) {}

  FrameDelivery(Vertx vertx, HttpServerRequest request, Tab tab, Course course, long startNanos) {
    this.vertx = vertx;
    this.request = request;
    this.response = request.response();
    this.tab = tab;
    this.course = course;
    this.startNanos = startNanos;
  }

  /** Begins; returns at once. */
  void start() {
    WholeDelivery.writeHead(response, course.head());
    if (!response.headers().contains("content-length")) {
      response.setChunked(true);
    }
    response.exceptionHandler(gone -> {});
    response.closeHandler(gone -> left());
    pump();
  }

  private void left() {
    vertx.cancelTimer(timer);
    tab.close(course.head().status(), Ending.CANCELLED, false);
  }

  private void pump() {
    while (!tab.isClosed()) {
      if (response.writeQueueFull()) {
        response.drainHandler(ready -> pump());
        return;
      }
      if (waiting.isEmpty() && course.frames().hasNext()) {
        waiting = Optional.of(course.frames().next());
      }
      if (stopsHere()) {
        course.stop().ifPresent(this::stop);
        return;
      }
      if (waiting.isEmpty()) {
        finish();
        return;
      }
      long early = course.pace().dueNanos(contentWritten) - (System.nanoTime() - startNanos);
      if (early > 0) {
        timer = vertx.setTimer(millis(early), id -> pump());
        return;
      }
      write(waiting.get());
      waiting = Optional.empty();
    }
  }

  private static long millis(long nanos) {
    return Math.max(1, (nanos + NANOS_PER_MS / 2) / NANOS_PER_MS);
  }

  /** An early end comes right after its last content frame, or before the first content. */
  private boolean stopsHere() {
    return course.stop().isPresent()
        && contentWritten >= course.stop().get().after()
        && (contentWritten > 0 || waiting.isEmpty() || waiting.get().content());
  }

  private void write(Frame frame) {
    tab.generated(frame.output(), frame.reasoning());
    if (frame.content()) {
      contentWritten++;
    }
    response.write(frame.bytes());
  }

  private void finish() {
    int status = course.head().status();
    tab.close(status, status >= 400 ? Ending.ERROR : Ending.COMPLETE, course.statesUsage());
    response.end();
  }

  private void stop(Stop stop) {
    tab.close(course.head().status(), stop.ending(), false);
    if (stop.last().length() > 0) {
      response.write(stop.last());
    }
    if (stop.abrupt()) {
      if (!response.headWritten()) {
        response.writeHead();
      }
      ConnectionReset.afterWrites(request);
    } else {
      response.end();
    }
  }
}
