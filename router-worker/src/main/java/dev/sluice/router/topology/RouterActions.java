package dev.sluice.router.topology;

import dev.sluice.router.decision.Folded;
import dev.sluice.router.inflight.AttemptState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.serde.UndecodableException;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Acts on decisions that are read back: those of this owner that the log has, and the last ones of
 * the owner before, of which nobody knows whether they were acted on.
 */
final class RouterActions implements Processor<byte[], byte[], byte[], Outgoing> {
  private final RouterServices services;
  private final RouterCodecs codecs;
  private final Undecodable undecodable;
  private ProcessorContext<byte[], Outgoing> context;
  private OwnedPartition owned;
  private Dispatches dispatches;
  private Answers answers;
  private Alerts alerts;

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
  RouterActions(RouterServices services, RouterCodecs codecs) {
    this.services = services;
    this.codecs = codecs;
    this.undecodable = new Undecodable(services, codecs.undecodable());
  }

  @Override
  public void init(ProcessorContext<byte[], Outgoing> taskContext) {
    context = taskContext;
    owned = taskContext.getStateStore(RouterNodes.OWNED_STORE);
    owned.take(taskContext);
    dispatches = new Dispatches(services, codecs, owned);
    answers = new Answers(services, codecs, owned, dispatches);
    alerts = new Alerts(services, owned);
    doubtWhatNobodyTold();
    taskContext.schedule(RouterInputs.TICK, PunctuationType.WALL_CLOCK_TIME, now -> sendOutcomes());
  }

  private void sendOutcomes() {
    owned.use(context);
    owned.sendOutcomes();
  }

  private void doubtWhatNobodyTold() {
    for (RequestState request : owned.live().inFlight()) {
      for (AttemptState attempt : request.attempts()) {
        if (!attempt.started() && !attempt.settled() && !attempt.givenUp()) {
          owned.unsure().add(request, attempt, dispatches.topic(request, attempt));
        }
      }
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    owned.use(context);
    long atMs = DecisionsFirst.appendedAtMs(record.timestamp());
    byte[] value = record.value();
    PendingDecisions.Pending mine = value == null ? null : owned.pending().take(value);
    Decision decision;
    try {
      decision = mine == null ? codecs.decisions().decode(value) : mine.decision();
    } catch (UndecodableException e) {
      undecodable.put(owned, record.withTimestamp(atMs), metadata, e);
      return;
    }
    owned.acting(metadata.offset());
    if (metadata.offset() < owned.ownership().claimOffset()) {
      replay(decision, metadata.offset(), atMs);
    } else if (decision.getKind() == DecisionKind.OWNER_EPOCH) {
      owned.readForeign(decision, metadata.offset(), atMs);
    } else if (decision.getOwnerEpoch() != owned.epoch()) {
      services.metrics().voided();
      owned.readForeign(decision, metadata.offset(), atMs);
    } else {
      Folded folded = owned.readBack(mine, decision, metadata.offset(), atMs, value);
      act(decision, folded, atMs, owned.prove(observe(mine, decision, atMs), atMs));
    }
    owned.sendDecisions();
    if (owned.outcomesDue()) {
      owned.sendOutcomes();
    }
  }

  /** Learns the broker's time; returns when the decision was appended. */
  private long observe(PendingDecisions.@Nullable Pending mine, Decision decision, long appendMs) {
    if (mine == null) {
      return services.nanos().getAsLong();
    }
    long nowNanos = services.nanos().getAsLong();
    services.brokerClock().observe(appendMs, decision.getDecidedAtMs(), services.clock().millis());
    services.metrics().readBack(nowNanos - mine.appendedNanos());
    return mine.appendedNanos();
  }

  private void act(Decision decision, Folded folded, long atMs, long provedAtMs) {
    if (!(folded instanceof Folded.Applied(Optional<RequestState> found))) {
      return;
    }
    if (found.isEmpty()) {
      refused(decision, atMs);
      return;
    }
    alert(found.get(), decision, atMs, false);
    RequestState request = found.get();
    switch (decision.getKind()) {
      case DISPATCH -> dispatch(request, decision, provedAtMs);
      case SETTLE -> settled(request, decision);
      case END -> answers.end(request, decision);
      case WRITE_OFF -> writtenOff(request, decision);
      case REFUSE, OWNER_EPOCH, SNAPSHOT, UNSPECIFIED -> {}
    }
    if (request.done()) {
      owned.payloads().remove(request.requestOffset());
    }
  }

  private void refused(Decision decision, long atMs) {
    Envelope envelope = decision.getEnvelope();
    if (decision.getKind() == DecisionKind.REFUSE && envelope != null) {
      answers.refuse(decision);
      alerts.refused(envelope, decision, atMs);
    }
  }

  private void alert(RequestState request, Decision decision, long atMs, boolean again) {
    switch (decision.getKind()) {
      case SETTLE, WRITE_OFF -> alerts.settled(request, decision, atMs, again);
      case END -> alerts.refused(request.envelope(), decision, atMs);
      case DISPATCH, REFUSE, OWNER_EPOCH, SNAPSHOT, UNSPECIFIED -> {}
    }
  }

  private void dispatch(RequestState request, Decision decision, long provedAtMs) {
    Optional<AttemptState> attempt = request.attempt(decision.getAttemptNumber());
    if (attempt.isEmpty()) {
      return;
    }
    if (decision.getFateUnknown()) {
      answers.giveUp(request, decision.getAttemptNumber() - 1);
    }
    if (decision.getAttemptNumber() > 1) {
      owned.unsettled().settle(); // one before it may have answered since
    }
    Optional<RequestState> live = owned.live().request(request.requestId());
    if (live.isEmpty()) {
      return;
    }
    AttemptState liveAttempt = live.get().attempt(decision.getAttemptNumber()).orElseThrow();
    if (live.get().ended()) {
      owned
          .rules()
          .onNotCalled(live.get(), liveAttempt, null, false, services.brokerClock().nowMs());
      return;
    }
    if (!dispatches.send(request, attempt.get(), provedAtMs)) {
      services.metrics().payloadLost();
      owned.rules().onPayloadLost(live.get(), liveAttempt);
    }
  }

  private void settled(RequestState request, Decision decision) {
    if (decision.getEnd() != RequestEnd.NONE) {
      answers.end(request, decision);
    } else if (request.done()) {
      answers.allSettled(request, decision);
    }
  }

  private void writtenOff(RequestState request, Decision decision) {
    request
        .attempt(decision.getAttemptNumber())
        .ifPresent(attempt -> answers.writtenOff(request, attempt));
    if (request.done()) {
      answers.allSettled(request, decision);
    }
  }

  /**
   * A decision of an earlier owner that was not committed as acted on. Answers are given again,
   * which harms nobody; whether an attempt was sent its topic will tell.
   */
  private void replay(Decision decision, long offset, long atMs) {
    if (decision.getOwnerEpoch() != owned.folded().epochs().inForceAt(offset)) {
      services.metrics().voided();
      return;
    }
    Optional<RequestState> request = owned.replayed(offset);
    if (request.isEmpty()) {
      refused(decision, atMs);
      return;
    }
    alert(request.get(), decision, atMs, true);
    switch (decision.getKind()) {
      case DISPATCH -> {
        if (decision.getFateUnknown()) {
          answers.giveUp(request.get(), decision.getAttemptNumber() - 1);
        }
      }
      case SETTLE -> settled(request.get(), decision);
      case END -> answers.end(request.get(), decision);
      case WRITE_OFF -> writtenOff(request.get(), decision);
      case REFUSE, OWNER_EPOCH, SNAPSHOT, UNSPECIFIED -> {}
    }
  }
}
