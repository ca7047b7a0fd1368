package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.Cycle;
import dev.sluice.schemas.config.Each;
import dev.sluice.schemas.config.Matching;
import dev.sluice.schemas.config.OnLimit;
import dev.sluice.schemas.config.RateLimit;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.money.NanoDollars;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.request.CancelReason;
import dev.sluice.schemas.spend.AlertKind;
import dev.sluice.schemas.spend.BudgetAlert;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AllowanceFlowTest {
  private static final TopicPartition REQUESTS = new TopicPartition("t.requests", 0);

  @Test
  void shouldLetARequestWaitForItsTurn() {
    try (DrivenRouter router = waiting()) {
      Dispatch first = accept(router, 1);
      accept(router, 2, 60_000);
      accept(router, 3, 60_000);
      assertThat(router.dispatched("openai")).as("only one at once").isEmpty();
      assertThat(committable(router, 3)).as("nothing decided about the second").isEqualTo(1);

      router.pass(Duration.ofSeconds(2));
      router.tell(Samples.succeeded(first, "worker-1", 70));
      router.tick();

      List<Dispatch> second = router.dispatched("openai");
      assertThat(second).extracting(Dispatch::getAttemptId).containsExactly(Samples.id(2) + "-1");
      assertThat(second.getFirst().getNotes().getQueuedMs()).isBetween(2_000L, 2_500L);
      assertThat(second.getFirst().getPayload().getBytes().remaining()).isEqualTo(3);
      assertThat(committable(router, 3)).isEqualTo(2);

      router.tell(Samples.succeeded(second.getFirst(), "worker-1", 70));
      router.tick();
      assertThat(router.dispatched("openai"))
          .extracting(Dispatch::getAttemptId)
          .containsExactly(Samples.id(3) + "-1");
      assertThat(committable(router, 3)).as("nobody waits").isEqualTo(3);
    }
  }

  @Test
  void shouldLetAnOutcomeWaitOnlyWhereNothingIsHeldUntilThen() {
    Budget budget =
        new Budget(
            "month",
            new NanoDollars(9 * Samples.RESERVE),
            Cycle.TOTAL,
            ZoneId.of("UTC"),
            Each.NONE,
            Matching.ANY,
            true,
            List.of(),
            1);
    try (DrivenRouter free = new DrivenRouter();
        DrivenRouter limited = waiting();
        DrivenRouter budgeted =
            new DrivenRouter(Samples.config(new Allowances(List.of(budget), List.of())))) {
      free.serve("assistant", "openai");
      budgeted.serve("assistant", "openai");

      assertThat(accept(free, 1).getOutcomeMayWait()).isTrue();
      assertThat(accept(limited, 1).getOutcomeMayWait()).isFalse();
      assertThat(accept(budgeted, 1).getOutcomeMayWait()).isFalse();
    }
  }

  @Test
  void shouldEndTheWaitAtTheDeadlineAndWhenTheCallerIsGone() {
    try (DrivenRouter router = waiting()) {
      accept(router, 1);
      accept(router, 2, 1_000);
      accept(router, 3, 60_000);

      router.pass(Duration.ofMillis(1_200));
      ReplyFrame late = router.written(router.topics.replies()).getFirst();
      assertThat(late.getRequestId()).isEqualTo(Samples.id(2));
      assertThat(late.getError().getKind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED.wireName());

      router.pipe(
          router.topics.cancels(),
          Samples.ACCOUNT,
          router
              .codecs
              .of(router.topics.cancels())
              .encode(
                  new Cancel(
                      Samples.id(3),
                      Samples.ACCOUNT,
                      "",
                      CancelReason.CALLER_GONE,
                      Long.MAX_VALUE)));
      router.tick();
      assertThat(committable(router, 3)).as("nobody waits").isEqualTo(3);
    }
  }

  @Test
  void shouldHoldBackNothingWhenAnotherOwnerComes() {
    DrivenRouter before = waiting();
    Dispatch first = accept(before, 1);
    accept(before, 2, 60_000);
    try (DrivenRouter after = DrivenRouter.after(before)) {
      after.serve("assistant", "openai");
      accept(after, 1, 60_000);
      accept(after, 2, 60_000);
      after.tell(Samples.succeeded(first, "worker-1", 70));
      after.tick();

      assertThat(after.dispatched("openai"))
          .extracting(Dispatch::getAttemptId)
          .contains(Samples.id(2) + "-1");
    } finally {
      before.close();
    }
  }

  @Test
  void shouldTellThresholdsOnceAndTheFirstRefusal() {
    Budget budget =
        new Budget(
            "month",
            new NanoDollars(2 * Samples.RESERVE),
            Cycle.TOTAL,
            ZoneId.of("UTC"),
            Each.NONE,
            Matching.ANY,
            true,
            List.of(40, 80, 100),
            1);
    try (DrivenRouter router =
        new DrivenRouter(Samples.config(new Allowances(List.of(budget), List.of())))) {
      router.serve("assistant", "openai");
      Dispatch first = accept(router, 1);
      Dispatch second = accept(router, 2);
      accept(router, 3, 60_000);
      accept(router, 4, 60_000);
      router.tell(Samples.succeeded(first, "worker-1", 900));
      router.tell(Samples.succeeded(second, "worker-1", 900));
      router.tick();

      List<BudgetAlert> alerts = router.written(router.topics.budgetAlerts());
      assertThat(alerts)
          .extracting(BudgetAlert::getKind)
          .containsExactly(AlertKind.REFUSED, AlertKind.THRESHOLD, AlertKind.THRESHOLD);
      assertThat(alerts).extracting(BudgetAlert::getThresholdPercent).containsExactly(0, 40, 80);
      assertThat(alerts.getLast().getSpentNanoUsd()).isEqualTo(1_800);
      assertThat(alerts).extracting(BudgetAlert::getAlertId).doesNotHaveDuplicates();
      assertThat(router.written(router.topics.replies()))
          .extracting(frame -> frame.getError().getKind())
          .containsOnly(ErrorKind.BUDGET_EXCEEDED.wireName())
          .hasSize(2);
    }
  }

  /** One request at once; the others wait. */
  private static DrivenRouter waiting() {
    RateLimit one =
        new RateLimit(
            "one",
            Each.NONE,
            Matching.ANY,
            new RateLimit.Bounds(null, null, null, null, 1L),
            OnLimit.WAIT);
    DrivenRouter router = new DrivenRouter(Samples.config(new Allowances(List.of(), List.of(one))));
    router.serve("assistant", "openai");
    return router;
  }

  private static Dispatch accept(DrivenRouter router, int number) {
    accept(router, number, 60_000);
    return router.dispatched("openai").getFirst();
  }

  private static void accept(DrivenRouter router, int number, long budgetMs) {
    var envelope = Samples.envelope(Samples.id(number), "assistant");
    envelope.setTimeBudgetMs(budgetMs);
    router.accept(Samples.request(envelope));
  }

  /** What would be committed of the requests where all of them were read. */
  private static long committable(DrivenRouter router, long read) {
    Map<TopicPartition, OffsetAndMetadata> committable =
        router.held.committable(Map.of(REQUESTS, new OffsetAndMetadata(read)));
    return committable.getOrDefault(REQUESTS, new OffsetAndMetadata(0)).offset();
  }
}
