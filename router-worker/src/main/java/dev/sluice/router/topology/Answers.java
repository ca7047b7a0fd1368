package dev.sluice.router.topology;

import dev.sluice.router.inflight.AttemptState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.batch.BatchDeadLetter;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.id.AttemptId;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.reply.RequestOutcome;
import dev.sluice.schemas.request.AdmissionNotes;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.request.CancelReason;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the router tells others when a request ends or an attempt is given up. */
final class Answers {
  private static final long CANCEL_GRACE_MS = 5_000;

  private final RouterServices services;
  private final RouterCodecs codecs;
  private final OwnedPartition owned;
  private final Dispatches dispatches;

  Answers(
      RouterServices services, RouterCodecs codecs, OwnedPartition owned, Dispatches dispatches) {
    this.services = services;
    this.codecs = codecs;
    this.owned = owned;
    this.dispatches = dispatches;
  }

  /** A request was refused. */
  void refuse(Decision decision) {
    Envelope envelope = decision.getEnvelope();
    ErrorInfo error = decision.getError();
    if (envelope == null || error == null) {
      return;
    }
    if (decision.getEnd() != RequestEnd.CANCELLED) {
      tell(envelope, error, 0, "", 0L, decision.getRequestOffset(), decision.getNotes());
    }
    outcome(envelope, Outcomes.of(decision, envelope, decidedAtMs(decision)));
  }

  /**
   * A decision ended a request. The caller hears of it here where no worker told it; where content
   * was shown by an attempt that had an outcome, the worker told it.
   */
  void end(RequestState request, Decision decision) {
    if (request.end() != decision.getEnd()) {
      return;
    }
    ErrorInfo error = decision.getError();
    if (error != null && error.getKind().equals(ErrorKind.WORKER_LOST.wireName())) {
      request.attempt(decision.getAttemptNumber()).ifPresent(attempt -> lost(request, attempt));
    }
    boolean told =
        request
            .attempt(decision.getAttemptNumber())
            .map(attempt -> attempt.settled() && attempt.contentShown())
            .orElse(false);
    if (error != null && !told && decision.getEnd() != RequestEnd.CANCELLED) {
      tell(
          request.envelope(),
          error,
          request.attempts().size(),
          request.step(request.latest()).getDeployment(),
          request.unpriced() ? null : request.knownCostNanoUsd(),
          request.requestOffset(),
          decision.getNotes());
    }
    if (decision.getEnd() != RequestEnd.CANCELLED || request.done()) {
      outcome(request, decision);
    }
  }

  /**
   * The last hold of an ended request is released. One that was cancelled has its cost only now.
   */
  void allSettled(RequestState request, Decision decision) {
    if (request.end() == RequestEnd.CANCELLED) {
      outcome(request, decision);
    }
  }

  private void outcome(RequestState request, Decision decision) {
    outcome(request.envelope(), Outcomes.of(request, decidedAtMs(decision)));
  }

  /** By the broker's clock; of what was read before it was decided on, when it was read. */
  private long decidedAtMs(Decision decision) {
    return decision.getDecidedAtMs() + services.brokerClock().skewMs();
  }

  private void outcome(Envelope envelope, RequestOutcome outcome) {
    owned.tellOutcome(
        owned.accountKey(envelope.getAccount()),
        new Outgoing(
            services.topics().outcomes().name(),
            owned.partition(),
            codecs.outcomes().encode(outcome)),
        envelope.getPriority() == Priority.BATCH);
  }

  private void tell(
      Envelope envelope,
      ErrorInfo error,
      int attempts,
      String deployment,
      @Nullable Long cost,
      long requestOffset,
      @Nullable AdmissionNotes notes) {
    if (envelope.getPriority() == Priority.BATCH) {
      deadLetter(envelope, error, requestOffset);
      return;
    }
    ReplyFrame frame =
        new ReplyFrame(
            envelope.getRequestId(),
            "",
            0,
            0,
            FrameKind.ERROR,
            false,
            null,
            deployment,
            "",
            null,
            cost,
            "",
            attempts,
            error,
            services.clock().millis(),
            true,
            notes,
            List.of());
    reply(envelope, frame);
  }

  private void reply(Envelope envelope, ReplyFrame frame) {
    if (envelope.getReplyTo().getPartition() < 0) {
      return;
    }
    owned.forward(
        RouterNodes.REPLIES_SINK,
        envelope.getRequestId().getBytes(StandardCharsets.UTF_8),
        new Outgoing(
            services.topics().replies().name(),
            envelope.getReplyTo().getPartition(),
            codecs.replies().encode(frame)));
  }

  private void deadLetter(Envelope envelope, ErrorInfo error, long requestOffset) {
    Topic<BatchDeadLetter> topic = services.topics().batchDeadLetter(envelope.getProject());
    ByteBuffer body =
        dispatches.payload(requestOffset).map(Payload::getBytes).orElse(ByteBuffer.allocate(0));
    BatchDeadLetter letter =
        new BatchDeadLetter(
            envelope.getCustomId(),
            envelope.getRequestId(),
            error,
            envelope.getSource(),
            body,
            services.clock().millis());
    owned.forward(
        RouterNodes.DEAD_LETTER_SINK,
        envelope.getReplyTo().getKey().getBytes(StandardCharsets.UTF_8),
        new Outgoing(topic.name(), -1, codecs.all().of(topic).encode(letter)));
  }

  /** Another attempt is made because nobody knows what became of this one: it must not go on. */
  void giveUp(RequestState request, int attemptNumber) {
    Optional<AttemptState> given = request.attempt(attemptNumber);
    if (given.isEmpty()) {
      return;
    }
    String attemptId = new AttemptId(request.requestId(), attemptNumber).toString();
    Cancel cancel =
        new Cancel(
            request.requestId(),
            request.account(),
            attemptId,
            CancelReason.ATTEMPT_SUPERSEDED,
            request.deadlineAtMs() + CANCEL_GRACE_MS);
    owned.forward(
        RouterNodes.CANCELS_SINK,
        owned.accountKey(request.account()),
        new Outgoing(
            services.topics().cancels().name(),
            owned.partition(),
            codecs.cancels().encode(cancel)));
    lost(request, given.get());
  }

  /** Tells the ingress that nothing more comes from this attempt. */
  void lost(RequestState request, AttemptState attempt) {
    if (request.batch()) {
      return;
    }
    reply(
        request.envelope(),
        new ReplyFrame(
            request.requestId(),
            new AttemptId(request.requestId(), attempt.number()).toString(),
            attempt.number(),
            0,
            FrameKind.ATTEMPT_LOST,
            false,
            null,
            request.step(attempt).getDeployment(),
            "",
            null,
            null,
            "",
            request.attempts().size(),
            null,
            services.clock().millis(),
            false,
            null,
            List.of()));
  }

  /** An attempt counts as its worst case. */
  void writtenOff(RequestState request, AttemptState attempt) {
    AttemptEvent event = Outcomes.writtenOff(request, attempt, services.brokerClock().nowMs());
    owned.forward(
        RouterNodes.ATTEMPTS_SINK,
        owned.accountKey(request.account()),
        new Outgoing(
            services.topics().attempts().name(),
            owned.partition(),
            codecs.attempts().encode(event)));
  }
}
