package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The processors of a task, where a decision is read back when the test says so. The test driver of
 * a topology reads it back before anything else.
 */
class AnsweredMeanwhileTest {
  private final DrivenRouter router = new DrivenRouter();
  private final RouterCodecs codecs =
      RouterCodecs.of(router.services.codecs(), router.services.topics());
  private final MockProcessorContext<byte[], Outgoing> context = new MockProcessorContext<>();
  private final RouterInputs inputs = new RouterInputs(router.services, codecs);
  private final RouterActions actions = new RouterActions(router.services, codecs);
  private final Deque<byte[]> appended = new ArrayDeque<>();
  private long nextDecision;

  @BeforeEach
  void take() {
    router.serve("assistant", "openai", "anthropic");
    context.addStateStore(new MapStore());
    OwnedPartition owned =
        new OwnedPartitionBuilder(router.services, codecs, new AtomicLong()).build();
    owned.init(context.getStateStoreContext(), owned);
    context.addStateStore(owned);
    inputs.init(context);
    actions.init(context);
    nextDecision = router.logs.decisions.size();
  }

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void shouldCallNobodyForARequestThatIsAnsweredBeforeItsFurtherAttemptIsReadBack() {
    read(
        router.topics.requests(),
        0,
        codecs.requests().encode(Samples.request(Samples.envelope(Samples.id(1), "assistant"))));
    Dispatch first = readBack("openai").getFirst();
    tell(0, Samples.started(first, "worker-1"));
    router.logs.attempts = 1;
    router.lostWorkers.add("worker-1");
    tick();
    assertThat(codecs.decisions().decode(appended.getFirst()).getAttemptNumber())
        .as("the further attempt is decided on, and not read back")
        .isEqualTo(2);

    tell(1, Samples.succeeded(first, "worker-1", 70));
    List<Dispatch> further = readBack("anthropic");

    assertThat(further).isEmpty();
    assertThat(appended.stream().map(value -> codecs.decisions().decode(value)))
        .extracting(Decision::getKind, Decision::getAttemptNumber, Decision::getEnd)
        .containsExactly(
            tuple(DecisionKind.SETTLE, 1, RequestEnd.COMPLETED),
            tuple(DecisionKind.SETTLE, 2, RequestEnd.NONE));
  }

  private void tell(long offset, AttemptEvent event) {
    read(router.topics.attempts(), offset, codecs.attempts().encode(event));
  }

  private void read(Topic<?> topic, long offset, byte[] value) {
    context.setRecordMetadata(topic.name(), 0, offset);
    inputs.process(
        new Record<>(
            Samples.ACCOUNT.getBytes(StandardCharsets.UTF_8),
            value,
            DrivenRouter.START.toEpochMilli()));
    takeForwarded("none");
  }

  private void tick() {
    context.scheduledPunctuators().getFirst().getPunctuator().punctuate(0);
    takeForwarded("none");
  }

  /** The decision that was appended first is read back; returns what it sends to this provider. */
  private List<Dispatch> readBack(String provider) {
    context.setRecordMetadata(router.topics.decisions().name(), 0, nextDecision++);
    long atMs = DrivenRouter.START.minus(Duration.ofDays(365)).toEpochMilli();
    actions.process(
        new Record<>(
            Samples.ACCOUNT.getBytes(StandardCharsets.UTF_8), appended.removeFirst(), atMs));
    return takeForwarded(router.topics.dispatch(provider, false).name());
  }

  private List<Dispatch> takeForwarded(String dispatchTopic) {
    List<Outgoing> all = new ArrayList<>();
    context.forwarded().forEach(captured -> all.add(captured.record().value()));
    context.resetForwards();
    all.stream()
        .filter(outgoing -> outgoing.topic().equals(router.topics.decisions().name()))
        .forEach(outgoing -> appended.addLast(outgoing.value()));
    return all.stream()
        .filter(outgoing -> outgoing.topic().equals(dispatchTopic))
        .map(outgoing ->
            router.codecs.of(router.topics.dispatch("openai", false)).decode(outgoing.value()))
        .toList();
  }
}
