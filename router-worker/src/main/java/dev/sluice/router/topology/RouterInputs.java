package dev.sluice.router.topology;

import dev.sluice.router.decision.Intake;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.request.AdmissionNotes;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.serde.UndecodableException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is read by account into decisions. Nothing is done here: a decision is acted on when
 * it is read back.
 */
final class RouterInputs implements Processor<byte[], byte[], byte[], Outgoing> {
  /** What has time waits for it. */
  static final Duration TICK = Duration.ofMillis(100);

  private final RouterServices services;
  private final RouterCodecs codecs;
  private final Intake intake;
  private final Undecodable undecodable;
  private final String requestsTopic;
  private final String attemptsTopic;
  private final String fallbackTopic;
  private ProcessorContext<byte[], Outgoing> context;
  private OwnedPartition owned;
  private Sweep sweep;

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
  RouterInputs(RouterServices services, RouterCodecs codecs) {
    this.services = services;
    this.codecs = codecs;
    this.intake = new Intake(services.admission(), services.times(), services.mostInFlight());
    this.undecodable = new Undecodable(services, codecs.undecodable());
    this.requestsTopic = services.topics().requests().name();
    this.attemptsTopic = services.topics().attempts().name();
    this.fallbackTopic = services.topics().fallback().name();
  }

  @Override
  public void init(ProcessorContext<byte[], Outgoing> taskContext) {
    context = taskContext;
    owned = taskContext.getStateStore(RouterNodes.OWNED_STORE);
    owned.take(taskContext);
    sweep = new Sweep(services, owned);
    taskContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick());
  }

  private void tick() {
    owned.use(context);
    owned.unsettled().settle();
    owned.waiting().look(this::lookAgain);
    sweep.run();
    owned.doubts().look();
    owned.sendDecisions();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    owned.use(context);
    try {
      if (metadata.topic().equals(requestsTopic)) {
        onRequest(record, metadata.offset());
      } else if (metadata.topic().equals(attemptsTopic)) {
        owned.positions().attemptsRead(metadata.offset());
        onAttempt(codecs.attempts().decode(record.value()), metadata.offset(), record.timestamp());
      } else if (metadata.topic().equals(fallbackTopic)) {
        owned.positions().fallbackRead(metadata.offset());
        onFailed(codecs.fallback().decode(record.value()), metadata.offset());
      } else {
        onCancel(codecs.cancels().decode(record.value()));
      }
    } catch (UndecodableException e) {
      undecodable.put(owned, record, metadata, e);
    }
    owned.sendDecisions();
  }

  private void onRequest(Record<byte[], byte[]> record, long offset) {
    if (owned.live().decided(offset)) {
      services.metrics().repeated();
      return;
    }
    owned.unsettled().settleBeforeDecision();
    if (owned.live().inFlightCount() >= services.mostInFlight()) {
      owned.unsettled().settle();
    }
    long started = services.nanos().getAsLong();
    InferenceRequest request = codecs.requests().decode(record.value());
    Envelope envelope = request.getEnvelope();
    if (envelope == null || envelope.getRequestId().isEmpty() || envelope.getAccount().isEmpty()) {
      throw new UndecodableException("a request without an envelope, an id or an account");
    }
    Intake.Outcome outcome = look(envelope, offset, record.timestamp(), owned.waiting().queues());
    Payload payload = request.getPayload();
    switch (outcome) {
      case Intake.Outcome.Repeated repeated -> services.metrics().repeated();
      case Intake.Outcome.Held held when owned.waiting().full() ->
          owned.append(NoRoom.toWait(envelope, offset, record.timestamp()));
      case Intake.Outcome.Held held -> {
        keep(payload, offset);
        owned
            .waiting()
            .add(
                envelope, offset, record.timestamp(), services.brokerClock().nowMs(), held.limit());
      }
      case Intake.Outcome.Decided decided -> {
        if (decided.decision().getKind() == DecisionKind.DISPATCH) {
          keep(payload, offset);
        }
        owned.append(decided.decision());
        owned.sendDecisions();
        services.metrics().decisionTook(services.nanos().getAsLong() - started);
      }
    }
    owned.unsettled().settleAfterDecision();
  }

  private void keep(@Nullable Payload payload, long offset) {
    if (payload != null) {
      owned.payloads().put(offset, payload);
    }
  }

  private Intake.Outcome look(
      Envelope envelope, long offset, long acceptedAtMs, Set<String> queues) {
    return intake.decide(
        owned.live(),
        services.catalog(),
        envelope,
        owned.earlyCancels().contains(envelope.getRequestId()),
        offset,
        acceptedAtMs,
        owned.ground().withQueues(queues));
  }

  /** Looks again at one that waits. */
  private String lookAgain(WaitingRequests.Waiting waiting, Set<String> queues) {
    return switch (look(waiting.envelope(), waiting.offset(), waiting.acceptedAtMs(), queues)) {
      case Intake.Outcome.Repeated repeated -> "";
      case Intake.Outcome.Held held -> held.limit();
      case Intake.Outcome.Decided decided -> {
        tellWait(decided.decision(), services.brokerClock().nowMs() - waiting.sinceMs());
        if (decided.decision().getKind() != DecisionKind.DISPATCH) {
          owned.payloads().remove(waiting.offset());
        }
        owned.append(decided.decision());
        yield "";
      }
    };
  }

  private static void tellWait(Decision decision, long waitedMs) {
    AdmissionNotes notes = decision.getNotes();
    if (notes == null) {
      notes = AdmissionNotes.newBuilder().build();
      decision.setNotes(notes);
    }
    notes.setQueuedMs(waitedMs);
  }

  private void onAttempt(AttemptEvent event, long offset, long appendedAtMs) {
    AttemptFacts.note(owned.folded(), event, appendedAtMs);
    AttemptFacts.note(owned.live(), event, appendedAtMs);
    if (event.getKind() == AttemptEventKind.STARTED
        || event.getKind() == AttemptEventKind.FIRST_CONTENT) {
      owned.checkpoint().factNoted(event.getRequestId());
    } else if (event.getKind() == AttemptEventKind.OUTCOME) {
      if (event.getStatus() == AttemptStatus.SUCCEEDED) {
        forgetPayload(event.getRequestId());
      }
      owned.unsettled().read(event, offset, services.clock().millis());
    }
  }

  /** It is not called again; what waits to be settled takes no room from what is to be sent. */
  private void forgetPayload(String requestId) {
    owned
        .live()
        .request(requestId)
        .ifPresent(request -> owned.payloads().remove(request.requestOffset()));
  }

  private void onFailed(FailedAttempt failed, long offset) {
    owned.unsettled().settle();
    Optional<RequestState> request = owned.live().request(failed.getRequestId());
    if (request.isPresent()) {
      owned.rules().onFailed(request.get(), failed, services.brokerClock().nowMs());
      owned.doubts().read(request.get(), failed.getAttemptNumber(), offset);
    } else {
      services.metrics().repeated();
    }
  }

  private void onCancel(Cancel cancel) {
    if (!cancel.getAttemptId().isEmpty()) {
      return;
    }
    owned.unsettled().settle();
    Optional<RequestState> request = owned.live().request(cancel.getRequestId());
    if (request.isPresent()) {
      owned.rules().onCancel(request.get());
    } else {
      owned.earlyCancels().remember(cancel.getRequestId(), cancel.getRememberUntilMs());
    }
  }
}
