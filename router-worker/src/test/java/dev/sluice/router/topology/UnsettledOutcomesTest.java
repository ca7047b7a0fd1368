package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.Cycle;
import dev.sluice.schemas.config.Each;
import dev.sluice.schemas.config.Matching;
import dev.sluice.schemas.config.OnLimit;
import dev.sluice.schemas.config.RateLimit;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.money.NanoDollars;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.topic.Topic;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody waits for is done with more of its kind, and is not lost until then. */
class UnsettledOutcomesTest {
  private final DrivenRouter router = new DrivenRouter();
  private Dispatch answered;

  /** Of the first request the outcome was read, and the log has its dispatch alone. */
  @BeforeEach
  void answerOneRequest() {
    router.serve("assistant", "openai", "anthropic");
    answered = accept(router, 1);
    router.tell(Samples.started(answered, "worker-1"));
    router.tell(Samples.succeeded(answered, "worker-1", 70));
    assertThat(kinds(router)).containsExactly(DecisionKind.DISPATCH);
    assertThat(committable(router.topics.attempts(), 2)).isEqualTo(1);
  }

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void shouldSettleWithTheNextTickAndTellTheOutcomeWithTheOneAfter() {
    router.tick();

    assertThat(kinds(router)).containsExactly(DecisionKind.SETTLE);
    assertThat(committable(router.topics.attempts(), 2)).isEqualTo(2);
    assertThat(committable(router.topics.decisions(), 3)).isEqualTo(2);

    router.tick();

    assertThat(router.written(router.topics.outcomes()))
        .singleElement()
        .satisfies(outcome -> {
          assertThat(outcome.getCostNanoUsd()).isEqualTo(70);
          assertThat(outcome.getEndedAtMs())
              .as("when it was read of")
              .isEqualTo(DrivenRouter.START.toEpochMilli());
        });
    assertThat(committable(router.topics.decisions(), 3)).isEqualTo(3);
  }

  @Test
  void shouldNotSettleWhatHoldsNothingBeforeTheNextDecision() {
    accept(router, 2);

    assertThat(kinds(router)).containsExactly(DecisionKind.DISPATCH);
    assertThat(committable(router.topics.attempts(), 2)).isEqualTo(1);
  }

  @Test
  void shouldSettleWhatABudgetHoldsBeforeTheNextDecision() {
    Budget budget =
        new Budget(
            "month",
            new NanoDollars(Samples.RESERVE + 70),
            Cycle.TOTAL,
            ZoneId.of("UTC"),
            Each.NONE,
            Matching.ANY,
            true,
            List.of(),
            1);
    shouldSettleBeforeTheNextDecision(new Allowances(List.of(budget), List.of()));
  }

  @Test
  void shouldSettleWhatALimitHoldsBeforeTheNextDecision() {
    RateLimit oneAtOnce =
        new RateLimit(
            "one",
            Each.NONE,
            Matching.ANY,
            new RateLimit.Bounds(null, null, null, null, 1L),
            OnLimit.REFUSE);
    shouldSettleBeforeTheNextDecision(new Allowances(List.of(), List.of(oneAtOnce)));
  }

  /** Without it the next request were refused. */
  private static void shouldSettleBeforeTheNextDecision(Allowances allowances) {
    try (DrivenRouter holding = new DrivenRouter(Samples.config(allowances))) {
      holding.serve("assistant", "openai");
      Dispatch first = accept(holding, 1);
      holding.tell(Samples.succeeded(first, "worker-1", 70));
      assertThat(kinds(holding)).containsExactly(DecisionKind.DISPATCH);

      accept(holding, 2);

      assertThat(decided(holding))
          .extracting(Decision::getKind, Decision::getRequestId)
          .containsExactly(
              tuple(DecisionKind.SETTLE, Samples.id(1)),
              tuple(DecisionKind.DISPATCH, Samples.id(2)));
    }
  }

  @Test
  void shouldSettleABatchRequestAfterTheNextDecisionSinceTheFeederWaitsForItsEnd() {
    router.tick();
    Dispatch batch = acceptBatch(2);
    router.tell(Samples.succeeded(batch, "worker-1", 70));
    assertThat(kinds(router)).containsExactly(DecisionKind.SETTLE, DecisionKind.DISPATCH);

    accept(router, 3);

    assertThat(decided(router))
        .extracting(Decision::getKind, Decision::getRequestId)
        .containsExactly(
            tuple(DecisionKind.DISPATCH, Samples.id(3)), tuple(DecisionKind.SETTLE, Samples.id(2)));
  }

  @Test
  void shouldTellTheOutcomeOfABatchRequestWithItsSettlementSinceTheFeederWaitsForIt() {
    router.tick();
    router.tick();
    assertThat(router.written(router.topics.outcomes())).hasSize(1);
    Dispatch batch = acceptBatch(2);
    router.tell(Samples.succeeded(batch, "worker-1", 70));

    router.tick();

    assertThat(router.written(router.topics.outcomes()))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.getRequestId()).isEqualTo(Samples.id(2)));
  }

  @Test
  void shouldSettleAtOnceWhenManyWait() {
    for (int n = 2; n <= 64; n++) {
      assertThat(kinds(router)).as("before %d", n).doesNotContain(DecisionKind.SETTLE);
      router.tell(Samples.succeeded(accept(router, n), "worker-1", 70));
    }

    assertThat(kinds(router).stream().filter(DecisionKind.SETTLE::equals)).hasSize(64);
    assertThat(committable(router.topics.attempts(), 65)).isEqualTo(65);
  }

  @Test
  void shouldSettleWhenRoomIsNeededForAnotherRequest() {
    for (int n = 2; n <= DrivenRouter.MOST_IN_FLIGHT; n++) {
      accept(router, n);
    }
    kinds(router);

    accept(router, DrivenRouter.MOST_IN_FLIGHT + 1);

    assertThat(kinds(router)).containsExactly(DecisionKind.SETTLE, DecisionKind.DISPATCH);
  }

  @Test
  void shouldSettleInTheOrderOfReadingWhenAnotherFails() {
    Dispatch second = accept(router, 2);
    kinds(router);

    router.tell(Samples.failed(second, "worker-1", 5));

    assertThat(decided(router))
        .extracting(Decision::getKind, Decision::getRequestId)
        .containsExactly(
            tuple(DecisionKind.SETTLE, Samples.id(1)), tuple(DecisionKind.SETTLE, Samples.id(2)));
  }

  @Test
  void shouldSettleBeforeItLooksAtACancel() {
    router.cancel(Samples.id(1));

    assertThat(decided(router))
        .extracting(Decision::getKind, Decision::getEnd)
        .containsExactly(tuple(DecisionKind.SETTLE, RequestEnd.COMPLETED));
  }

  @Test
  void shouldSettleBeforeItLooksAtAFailedAttempt() {
    router.report(Samples.report(answered, FailedFate.FAILED, ErrorKind.PROVIDER_ERROR, true, 5L));

    assertThat(kinds(router)).containsExactly(DecisionKind.SETTLE);
    assertThat(router.dispatched("anthropic")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 61})
  void shouldSettleBeforeTimeDecides(int seconds) {
    router.lostWorkers.add("worker-1");

    router.pass(Duration.ofSeconds(seconds));

    assertThat(decided(router))
        .extracting(Decision::getKind, Decision::getEnd)
        .containsExactly(tuple(DecisionKind.SETTLE, RequestEnd.COMPLETED));
  }

  @Test
  void shouldSettleOnceWhenTheOutcomeIsToldAgainWhileItWaits() {
    router.tell(Samples.succeeded(answered, "worker-1", 70));

    router.tick();

    assertThat(kinds(router)).containsExactly(DecisionKind.SETTLE);
  }

  @Test
  void shouldLeaveTheSettlementToTheNextOwnerWhoReadsTheOutcomeAgain() {
    try (DrivenRouter first = new DrivenRouter()) {
      first.serve("assistant", "openai");
      Dispatch dispatch = accept(first, 1);
      first.tell(Samples.succeeded(dispatch, "worker-1", 70));
      try (DrivenRouter next = DrivenRouter.after(first)) {
        kinds(next);
        next.tell(Samples.succeeded(dispatch, "worker-1", 70));
        next.tick();
        next.tick();

        assertThat(kinds(next)).containsExactly(DecisionKind.SETTLE);
      }
    }
  }

  private Dispatch acceptBatch(int number) {
    Envelope envelope = Samples.envelope(Samples.id(number), "assistant");
    envelope.setPriority(Priority.BATCH);
    router.accept(Samples.request(envelope));
    return router.written(router.topics.dispatch("openai", true)).getFirst();
  }

  private static Dispatch accept(DrivenRouter by, int number) {
    by.accept(Samples.request(Samples.envelope(Samples.id(number), "assistant")));
    return by.dispatched("openai").getFirst();
  }

  /** What was decided since this was asked last. */
  private static List<Decision> decided(DrivenRouter by) {
    return by.written(by.topics.decisions());
  }

  private static List<DecisionKind> kinds(DrivenRouter by) {
    return decided(by).stream().map(Decision::getKind).toList();
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
