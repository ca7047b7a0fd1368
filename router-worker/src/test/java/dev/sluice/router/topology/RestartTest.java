package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.request.InferenceRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A new owner on the log of one that is gone. */
class RestartTest {
  private static final InferenceRequest REQUEST =
      Samples.request(Samples.envelope(Samples.id(1), "assistant"));

  @Test
  void shouldGoOnWithTheAttemptWhenItsDispatchWasSent() {
    try (DrivenRouter first = new DrivenRouter()) {
      first.serve("assistant", "openai");
      first.accept(REQUEST);
      Dispatch dispatch = first.dispatched("openai").getFirst();
      try (DrivenRouter second = DrivenRouter.after(first)) {
        second.serve("assistant", "openai");
        second.foundSent.add(dispatch.getAttemptId());
        second.accept(REQUEST);

        second.pass(Duration.ofSeconds(5));

        assertThat(second.dispatched("openai")).isEmpty();

        second.tell(Samples.started(dispatch, "worker-1"));
        second.tell(Samples.succeeded(dispatch, "worker-1", 70));
        second.tick();

        assertThat(second.outcomes().getFirst().getEnd()).isEqualTo(RequestEnd.COMPLETED);
      }
    }
  }

  @Test
  void shouldSendAnotherAttemptWhenTheDispatchWasNeverSent() {
    try (DrivenRouter first = new DrivenRouter()) {
      first.serve("assistant", "openai");
      first.accept(REQUEST);
      try (DrivenRouter second = DrivenRouter.after(first)) {
        second.serve("assistant", "openai");

        second.pass(Duration.ofSeconds(1));
        assertThat(second.dispatched("openai")).isEmpty();
        second.pass(Duration.ofSeconds(3));

        Dispatch again = second.dispatched("openai").getFirst();
        assertThat(again.getAttemptNumber()).isEqualTo(2);
        assertThat(again.getPriorCostNanoUsd()).isZero();
        assertThat(again.getPayload().getBytes().remaining()).isEqualTo(3);
        List<Decision> decisions = second.written(second.topics.decisions());
        assertThat(decisions.getFirst().getKind()).isEqualTo(DecisionKind.SETTLE);
        assertThat(decisions.getFirst().getCostNanoUsd()).isZero();
      }
    }
  }

  @Test
  void shouldSendAnotherAttemptWhenTheOwnerBetweenCommittedAndWasGoneBeforeItKnew() {
    try (DrivenRouter first = new DrivenRouter()) {
      first.serve("assistant", "openai");
      first.accept(REQUEST);
      try (DrivenRouter second = DrivenRouter.after(first);
          DrivenRouter third = DrivenRouter.afterCommitOf(second)) {
        third.serve("assistant", "openai");

        third.pass(Duration.ofSeconds(4));

        assertThat(third.dispatched("openai").getFirst().getAttemptNumber()).isEqualTo(2);
      }
    }
  }

  @Test
  void shouldWriteOffAnAttemptOfUnknownFateWhenTheOwnerThatDoubtedItIsGone() {
    try (DrivenRouter first = new DrivenRouter()) {
      first.serve("assistant", "openai");
      first.accept(REQUEST);
      Dispatch dispatch = first.dispatched("openai").getFirst();
      first.report(
          Samples.report(dispatch, FailedFate.FATE_UNKNOWN, ErrorKind.FATE_UNKNOWN, true, null));
      first.cancel(Samples.id(1));
      try (DrivenRouter second = DrivenRouter.after(first)) {
        second.foundSent.add(dispatch.getAttemptId());

        second.pass(Duration.ofSeconds(75));

        assertThat(second.written(second.topics.decisions()))
            .extracting(Decision::getKind)
            .containsExactly(DecisionKind.WRITE_OFF);
      }
    }
  }

  @Test
  void shouldNotCommitADoubtBeforeItIsDecided() {
    try (DrivenRouter router = new DrivenRouter()) {
      router.serve("assistant", "openai");
      router.accept(REQUEST);
      Dispatch dispatch = router.dispatched("openai").getFirst();
      TopicPartition reports = new TopicPartition(router.topics.fallback().name(), 0);

      router.report(
          Samples.report(dispatch, FailedFate.FATE_UNKNOWN, ErrorKind.FATE_UNKNOWN, true, null));

      assertThat(committable(router, reports)).isZero();

      router.pass(Duration.ofSeconds(1));

      assertThat(router.dispatched("openai").getFirst().getAttemptNumber()).isEqualTo(2);
      assertThat(committable(router, reports)).isEqualTo(1);
    }
  }

  private static long committable(DrivenRouter router, TopicPartition of) {
    return router.held.committable(Map.of(of, new OffsetAndMetadata(1))).values().stream()
        .mapToLong(OffsetAndMetadata::offset)
        .sum();
  }

  @Test
  void shouldGiveTheAnswerAgainWhenNobodyKnowsWhetherItWasGiven() {
    try (DrivenRouter first = new DrivenRouter()) {
      first.accept(Samples.request(Samples.envelope(Samples.id(1), "nothing")));
      try (DrivenRouter second = DrivenRouter.after(first)) {
        assertThat(second.written(second.topics.replies())).hasSize(1);
        assertThat(second.written(second.topics.decisions())).isEmpty();
      }
    }
  }

  @Test
  void shouldGiveTheOutcomeAgainWhenItsRequestIsNoLongerInFlight() {
    try (DrivenRouter first = new DrivenRouter()) {
      first.serve("assistant", "openai");
      first.accept(REQUEST);
      Dispatch dispatch = first.dispatched("openai").getFirst();
      first.tell(Samples.started(dispatch, "worker-1"));
      first.tell(Samples.succeeded(dispatch, "worker-1", 70));
      first.tick();
      try (DrivenRouter second = DrivenRouter.after(first)) {
        assertThat(second.outcomes().getFirst().getCostNanoUsd()).isEqualTo(70);
      }
    }
  }
}
