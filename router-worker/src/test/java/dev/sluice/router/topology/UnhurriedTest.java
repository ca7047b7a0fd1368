package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody waits for travels with what somebody does, and is not lost on the way. */
class UnhurriedTest {
  private final DrivenRouter router = new DrivenRouter();

  @BeforeEach
  void completeOneRequest() {
    router.serve("assistant", "openai");
    router.accept(Samples.request(Samples.envelope(Samples.id(1), "assistant")));
    Dispatch dispatch = router.dispatched("openai").getFirst();
    router.tell(Samples.started(dispatch, "worker-1"));
    router.tell(Samples.succeeded(dispatch, "worker-1", 70));
  }

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void shouldKeepTheSettlementAndCommitNothingPastItsAttemptWhenNobodyWaits() {
    assertThat(kinds()).containsExactly(DecisionKind.DISPATCH);
    assertThat(committable(router.topics.attempts(), 2)).isEqualTo(1);
  }

  @Test
  void shouldSendTheSettlementBeforeTheNextDecision() {
    router.accept(Samples.request(Samples.envelope(Samples.id(2), "assistant")));

    List<Decision> decisions = router.written(router.topics.decisions());
    assertThat(decisions.stream().map(Decision::getKind))
        .containsExactly(DecisionKind.DISPATCH, DecisionKind.SETTLE, DecisionKind.DISPATCH);
    assertThat(decisions.get(1).getRequestId()).isEqualTo(Samples.id(1));
    assertThat(router.dispatched("openai")).hasSize(1);
    assertThat(router.written(router.topics.outcomes())).isEmpty();
    assertThat(committable(router.topics.decisions(), 3)).isEqualTo(2);

    router.tick();
    assertThat(router.written(router.topics.outcomes()))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.getCostNanoUsd()).isEqualTo(70));
    assertThat(committable(router.topics.attempts(), 2)).isEqualTo(2);
    assertThat(committable(router.topics.decisions(), 3)).isEqualTo(3);
  }

  @Test
  void shouldSendTheSettlementWithTheNextTickAndTheOutcomeWithTheOneAfterWhenNothingElseComes() {
    router.tick();

    assertThat(kinds()).containsExactly(DecisionKind.DISPATCH, DecisionKind.SETTLE);
    assertThat(committable(router.topics.attempts(), 2)).isEqualTo(2);
    assertThat(committable(router.topics.decisions(), 3)).isEqualTo(2);

    router.tick();
    assertThat(router.written(router.topics.outcomes())).hasSize(1);
    assertThat(committable(router.topics.decisions(), 3)).isEqualTo(3);
  }

  @Test
  void shouldSendTheOutcomeOfABatchRequestWithItsSettlementSinceTheFeederWaitsForIt() {
    router.tick();
    router.tick();
    assertThat(router.written(router.topics.outcomes())).hasSize(1);
    Envelope envelope = Samples.envelope(Samples.id(2), "assistant");
    envelope.setPriority(Priority.BATCH);
    router.accept(Samples.request(envelope));
    Dispatch dispatch = router.written(router.topics.dispatch("openai", true)).getFirst();
    router.tell(Samples.started(dispatch, "worker-1"));
    router.tell(Samples.succeeded(dispatch, "worker-1", 70));

    router.tick();

    assertThat(router.written(router.topics.outcomes()))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.getRequestId()).isEqualTo(Samples.id(2)));
  }

  private List<DecisionKind> kinds() {
    return router.written(router.topics.decisions()).stream().map(Decision::getKind).toList();
  }

  private long committable(Topic<?> topic, long read) {
    TopicPartition at = new TopicPartition(topic.name(), 0);
    return router
        .held
        .committable(Map.of(at, new OffsetAndMetadata(read)))
        .values()
        .iterator()
        .next()
        .offset();
  }
}
