package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.reply.RequestOutcome;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.request.CancelReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureFlowTest {
  private static final Duration TICK = Duration.ofMillis(300);
  private static final Duration BUDGET = Duration.ofSeconds(60);
  private final DrivenRouter router = new DrivenRouter();

  @AfterEach
  void close() {
    router.close();
  }

  private Dispatch accepted(String... providers) {
    router.serve("assistant", providers);
    router.accept(Samples.request(Samples.envelope(Samples.id(1), "assistant")));
    return router.dispatched(providers[0]).getFirst();
  }

  private List<ReplyFrame> frames() {
    return router.written(router.topics.replies());
  }

  @Test
  void shouldTellTheCostOfACancelledRequestWhenItsCallEnds() {
    Dispatch dispatch = accepted("openai", "anthropic");
    router.tell(Samples.started(dispatch, "worker-1"));

    router.cancel(Samples.id(1));
    assertThat(router.outcomes()).isEmpty();
    router.tell(Samples.failed(dispatch, "worker-1", 30));

    RequestOutcome outcome = router.outcomes().getFirst();
    assertThat(outcome.getEnd()).isEqualTo(RequestEnd.CANCELLED);
    assertThat(outcome.getCostNanoUsd()).isEqualTo(30);
    assertThat(frames()).isEmpty();
    assertThat(router.dispatched("anthropic")).isEmpty();
  }

  @Test
  void shouldRefuseWithoutAnAnswerWhenTheRequestWasTakenBackBeforeItWasRead() {
    router.cancel(Samples.id(1));
    router.serve("assistant", "openai");

    router.accept(Samples.request(Samples.envelope(Samples.id(1), "assistant")));

    assertThat(router.dispatched("openai")).isEmpty();
    assertThat(frames()).isEmpty();
    assertThat(router.outcomes().getFirst().getEnd()).isEqualTo(RequestEnd.CANCELLED);
  }

  @Test
  void shouldEndAtTheDeadlineAndNameTheStage() {
    Dispatch dispatch = accepted("openai");
    router.tell(Samples.started(dispatch, "worker-1"));

    router.pass(BUDGET.plus(TICK));

    ReplyFrame frame = frames().getFirst();
    assertThat(frame.getError().getKind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED.wireName());
    assertThat(frame.getError().getStage()).isEqualTo("provider");
    assertThat(router.outcomes().getFirst().getEnd()).isEqualTo(RequestEnd.DEADLINE);
  }

  @Test
  void shouldSettleALateOutcomeInsteadOfWritingItOff() {
    Dispatch dispatch = accepted("openai");
    router.tell(Samples.started(dispatch, "worker-1"));
    router.pass(BUDGET.plusSeconds(20));

    router.tell(Samples.failed(dispatch, "worker-1", 30));
    router.pass(Duration.ofSeconds(90));

    assertThat(writtenOff()).isEmpty();
  }

  @Test
  void shouldWriteOffTheWorstCaseOnceWhenTheWorkerIsLostForGood() {
    Dispatch dispatch = accepted("openai");
    router.tell(Samples.started(dispatch, "worker-1"));
    router.lostWorkers.add("worker-1");

    router.pass(TICK);
    Dispatch second = router.dispatched("openai").getFirst();
    router.tell(Samples.started(second, "worker-2"));
    router.tell(Samples.succeeded(second, "worker-2", 70));
    router.pass(BUDGET.plusSeconds(30));

    assertThat(writtenOff()).hasSize(1);
    AttemptEvent event = writtenOffEvent;
    assertThat(event.getAttemptId()).isEqualTo(dispatch.getAttemptId());
    assertThat(event.getCostNanoUsd()).isEqualTo(Samples.RESERVE);
    assertThat(event.getUsage().getOutput()).isEqualTo(100);
  }

  private AttemptEvent writtenOffEvent = new AttemptEvent();

  private List<AttemptEvent> writtenOff() {
    List<AttemptEvent> events =
        router.written(router.topics.attempts()).stream()
            .filter(event -> event.getKind() == AttemptEventKind.WRITTEN_OFF)
            .toList();
    events.forEach(event -> writtenOffEvent = event);
    return events;
  }

  @Test
  void shouldTryElsewhereAndCallTheLostOneBackWhenItsWorkerIsGone() {
    Dispatch dispatch = accepted("openai", "anthropic");
    router.tell(Samples.started(dispatch, "worker-1"));
    router.lostWorkers.add("worker-1");

    router.pass(TICK);

    assertThat(router.dispatched("anthropic").getFirst().getAttemptNumber()).isEqualTo(2);
    ReplyFrame lost = frames().getFirst();
    assertThat(lost.getKind()).isEqualTo(FrameKind.ATTEMPT_LOST);
    assertThat(lost.getAttemptId()).isEqualTo(dispatch.getAttemptId());
    Cancel cancel = router.written(router.topics.cancels()).getFirst();
    assertThat(cancel.getAttemptId()).isEqualTo(dispatch.getAttemptId());
    assertThat(cancel.getReason()).isEqualTo(CancelReason.ATTEMPT_SUPERSEDED);
  }

  @Test
  void shouldNotSwitchWhenContentWasShownByALostWorker() {
    Dispatch dispatch = accepted("openai", "anthropic");
    router.tell(Samples.started(dispatch, "worker-1"));
    router.tell(Samples.firstContent(dispatch, "worker-1"));
    router.lostWorkers.add("worker-1");

    router.pass(TICK);

    assertThat(router.dispatched("anthropic")).isEmpty();
    List<ReplyFrame> frames = frames();
    assertThat(frames)
        .extracting(ReplyFrame::getKind)
        .containsExactly(FrameKind.ATTEMPT_LOST, FrameKind.ERROR);
    assertThat(frames.getLast().getError().getKind()).isEqualTo(ErrorKind.WORKER_LOST.wireName());
  }

  @Test
  void shouldAskTheSameDeploymentAgainWhenAWorkerRefusedTheDispatchAsLate() {
    Dispatch dispatch = accepted("openai", "anthropic");

    router.report(
        Samples.report(dispatch, FailedFate.NOT_CALLED, ErrorKind.FATE_UNKNOWN, true, null));

    assertThat(router.dispatched("openai").getFirst().getAttemptNumber()).isEqualTo(2);
    assertThat(router.dispatched("anthropic")).isEmpty();
  }

  @Test
  void shouldNotMakeAnotherAttemptWhenOneThatRunsIsDeliveredTwice() {
    Dispatch dispatch = accepted("openai");
    router.tell(Samples.started(dispatch, "worker-1"));

    router.report(
        Samples.report(dispatch, FailedFate.FATE_UNKNOWN, ErrorKind.FATE_UNKNOWN, true, null));
    router.pass(Duration.ofSeconds(5));

    assertThat(router.dispatched("openai")).isEmpty();
  }

  @Test
  void shouldDoWithTheOutcomeWhenTheReportOfAFailureNeverComes() {
    Dispatch dispatch = accepted("openai", "anthropic");
    router.tell(Samples.started(dispatch, "worker-1"));

    router.tell(Samples.failed(dispatch, "worker-1", 5));
    assertThat(router.dispatched("anthropic")).isEmpty();
    router.pass(Duration.ofSeconds(3));

    assertThat(router.dispatched("anthropic").getFirst().getPriorCostNanoUsd()).isEqualTo(5);
  }

  @Test
  void shouldDecideNothingByTimeWhileInputsAreUnread() {
    Dispatch dispatch = accepted("openai");
    router.tell(Samples.started(dispatch, "worker-1"));
    router.lostWorkers.add("worker-1");
    router.logs.attempts++;

    router.pass(Duration.ofSeconds(5));

    assertThat(router.dispatched("openai")).isEmpty();
    assertThat(frames()).isEmpty();
  }

  @Test
  void shouldPutAsideWhatCannotBeReadAndGoOn() {
    router.serve("assistant", "openai");
    byte[] garbage = "no avro".getBytes(StandardCharsets.UTF_8);
    router.logs.requests.add(garbage);
    router.pipe(router.topics.requests(), Samples.ACCOUNT, garbage);

    router.accept(Samples.request(Samples.envelope(Samples.id(1), "assistant")));

    assertThat(router.written(router.topics.undecodable()).getFirst().getTopic())
        .isEqualTo(router.topics.requests().name());
    assertThat(router.dispatched("openai")).hasSize(1);
  }
}
