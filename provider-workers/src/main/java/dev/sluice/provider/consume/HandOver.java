package dev.sluice.provider.consume;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.provider.calls.Attempt;
import dev.sluice.provider.calls.AttemptCall;
import dev.sluice.provider.calls.AttemptRecords;
import dev.sluice.provider.calls.CallServices;
import dev.sluice.provider.calls.SendResult;
import dev.sluice.provider.http.Lanes;
import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.topic.Topics;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Takes one dispatch after the other over: judges it, tells the topics, begins the call. Called by
 * the threads of the consumers.
 */
public final class HandOver {
  private final CallServices services;
  private final Lanes lanes;
  private final RunningCalls running;
  private final Predicate<Attempt> cancelled;
  private final Topics topics;
  private final RecentAttempts recent = new RecentAttempts();

  /**
   * @param cancelled whether an attempt or its request has been cancelled
   */
  public HandOver(
      CallServices services,
      Lanes lanes,
      RunningCalls running,
      Predicate<Attempt> cancelled,
      Topics topics) {
    this.services = services;
    this.lanes = lanes;
    this.running = running;
    this.cancelled = cancelled;
    this.topics = topics;
  }

  /**
   * Takes one over. Does not block.
   *
   * @param deliveries how often it has been delivered, this time included
   * @param slots from which a call takes one
   * @param bytes of its record
   * @param then hears whether what it became is in the log; on any thread, once
   */
  void take(Attempt attempt, int deliveries, Slots slots, long bytes, Consumer<SendResult> then) {
    if (!recent.take(attempt.id())) {
      services.metrics().count(ProviderMetric.NOT_CALLED, "reason", "repeated");
      then.accept(new SendResult.Written());
      return;
    }
    switch (Screening.judge(attempt, deliveries, services.clock().nowMs(), cancelled, topics)) {
      case Screening.Verdict.Call ignored -> call(attempt, slots, bytes, then);
      case Screening.Verdict.TurnBack turnBack -> turnBack(attempt, turnBack, then);
    }
  }

  private void turnBack(
      Attempt attempt, Screening.Verdict.TurnBack turnBack, Consumer<SendResult> then) {
    services.metrics().count(ProviderMetric.NOT_CALLED, "reason", turnBack.kind().wireName());
    var records = new AttemptRecords(attempt, services.worker());
    services
        .sink()
        .failed(
            records.failed(
                turnBack.fate(),
                Canonical.error(turnBack.kind(), 0, turnBack.message()),
                turnBack.tryElsewhere(),
                0L),
            result -> remembered(attempt, result, then));
  }

  private void call(Attempt attempt, Slots slots, long bytes, Consumer<SendResult> then) {
    slots.take(bytes);
    AtomicReference<AttemptCall> own = new AtomicReference<>();
    AtomicBoolean given = new AtomicBoolean();
    var call =
        new AttemptCall(
            attempt,
            services,
            lanes.next(),
            () -> {
              if (given.compareAndSet(false, true)) {
                AttemptCall ended = own.get();
                if (ended != null) {
                  running.remove(ended);
                }
                slots.giveBack(bytes);
              }
            });
    own.set(call);
    running.add(call);
    services
        .sink()
        .event(
            call.records().started(),
            attempt.pace(),
            result -> {
              if (!(result instanceof SendResult.Written)) {
                call.abort(ErrorKind.INTERNAL, "The start of the attempt could not be written.");
              }
              remembered(attempt, result, then);
            });
    if (cancelled.test(attempt)) {
      call.abort(ErrorKind.CANCELLED, "The request was cancelled.");
    }
    call.begin();
  }

  private void remembered(Attempt attempt, SendResult result, Consumer<SendResult> then) {
    if (!(result instanceof SendResult.Written)) {
      recent.forget(attempt.id());
    }
    then.accept(result);
  }
}
