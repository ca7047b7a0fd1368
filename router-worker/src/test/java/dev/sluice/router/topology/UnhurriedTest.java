package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.Cycle;
import dev.sluice.schemas.config.Each;
import dev.sluice.schemas.config.Matching;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.money.NanoDollars;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.topic.Topic;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody waits for is done with more of its kind, and is not lost until then. */
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
  void shouldNotSettleWhatHoldsNothingBeforeTheNextDecision() {
    router.accept(Samples.request(Samples.envelope(Samples.id(2), "assistant")));

    assertThat(kinds()).containsExactly(DecisionKind.DISPATCH, DecisionKind.DISPATCH);
    assertThat(router.dispatched("openai")).hasSize(1);
    assertThat(committable(router.topics.attempts(), 2)).isEqualTo(1);
  }

  @Test
  void shouldSettleWhatIsHeldBeforeTheNextDecision() {
    try (DrivenRouter budgeted = new DrivenRouter(Samples.config(budget(Samples.RESERVE + 70)))) {
      budgeted.serve("assistant", "openai");
      budgeted.accept(Samples.request(Samples.envelope(Samples.id(1), "assistant")));
      Dispatch dispatch = budgeted.dispatched("openai").getFirst();
      budgeted.tell(Samples.succeeded(dispatch, "worker-1", 70));
      assertThat(decided(budgeted))
          .extracting(Decision::getKind)
          .containsExactly(DecisionKind.DISPATCH);

      budgeted.accept(Samples.request(Samples.envelope(Samples.id(2), "assistant")));

      assertThat(decided(budgeted))
          .extracting(Decision::getKind, Decision::getRequestId)
          .containsExactly(
              tuple(DecisionKind.SETTLE, Samples.id(1)),
              tuple(DecisionKind.DISPATCH, Samples.id(2)));
    }
  }

  @Test
  void shouldSettleAtOnceWhenManyWait() {
    for (int n = 2; n <= 64; n++) {
      assertThat(kinds()).as("before %d", n).doesNotContain(DecisionKind.SETTLE);
      router.accept(Samples.request(Samples.envelope(Samples.id(n), "assistant")));
      Dispatch dispatch = router.dispatched("openai").getFirst();
      router.tell(Samples.succeeded(dispatch, "worker-1", 70));
    }

    assertThat(kinds().stream().filter(DecisionKind.SETTLE::equals)).hasSize(64);
    assertThat(committable(router.topics.attempts(), 65)).isEqualTo(65);
  }

  @Test
  void shouldSettleWhatWasAnsweredBeforeItLooksAtACancel() {
    router.cancel(Samples.id(1));

    assertThat(decided(router))
        .extracting(Decision::getKind, Decision::getEnd)
        .containsExactly(
            tuple(DecisionKind.DISPATCH, RequestEnd.NONE),
            tuple(DecisionKind.SETTLE, RequestEnd.COMPLETED));
  }

  @Test
  void shouldSettleOnceWhenAnOutcomeIsToldAgainWhileTheFirstWaits() {
    router.accept(Samples.request(Samples.envelope(Samples.id(2), "assistant")));
    Dispatch dispatch = router.dispatched("openai").getFirst();
    router.tell(Samples.succeeded(dispatch, "worker-1", 70));
    router.tell(Samples.succeeded(dispatch, "worker-1", 70));

    router.tick();

    assertThat(kinds().stream().filter(DecisionKind.SETTLE::equals)).hasSize(2);
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

  private static Allowances budget(long limit) {
    Budget budget =
        new Budget(
            "month",
            new NanoDollars(limit),
            Cycle.TOTAL,
            ZoneId.of("UTC"),
            Each.NONE,
            Matching.ANY,
            true,
            List.of(),
            1);
    return new Allowances(List.of(budget), List.of());
  }

  private static List<Decision> decided(DrivenRouter by) {
    return by.written(by.topics.decisions());
  }

  private List<DecisionKind> kinds() {
    return decided(router).stream().map(Decision::getKind).toList();
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
