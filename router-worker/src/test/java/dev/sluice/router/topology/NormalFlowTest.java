package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.reply.RequestOutcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NormalFlowTest {
  private final DrivenRouter router = new DrivenRouter();

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void shouldDispatchAndSettleWhenTheCallSucceeds() {
    router.serve("assistant", "openai");

    router.accept(Samples.request(Samples.envelope(Samples.id(1), "assistant")));

    Dispatch dispatch = router.dispatched("openai").getFirst();
    assertThat(dispatch.getAttemptId()).isEqualTo(Samples.id(1) + "-1");
    assertThat(dispatch.getPayload().getBytes().remaining()).isEqualTo(3);
    assertThat(dispatch.getReservedNanoUsd()).isEqualTo(Samples.RESERVE);
    assertThat(dispatch.getLastOfChain()).isTrue();

    router.tell(Samples.started(dispatch, "worker-1"));
    router.tell(Samples.succeeded(dispatch, "worker-1", 70));
    router.tick();

    RequestOutcome outcome = router.outcomes().getFirst();
    assertThat(outcome.getEnd()).isEqualTo(RequestEnd.COMPLETED);
    assertThat(outcome.getCostNanoUsd()).isEqualTo(70);
    assertThat(outcome.getDeployment()).isEqualTo("openai/model");
  }

  @Test
  void shouldAnswerWithTheErrorWhenTheModelIsUnknown() {
    router.accept(Samples.request(Samples.envelope(Samples.id(1), "nothing")));

    ReplyFrame frame = router.written(router.topics.replies()).getFirst();
    assertThat(frame.getKind()).isEqualTo(FrameKind.ERROR);
    assertThat(frame.getError().getKind()).isEqualTo(ErrorKind.UNKNOWN_MODEL.wireName());
    assertThat(frame.getFinal$()).isTrue();
    assertThat(router.outcomes().getFirst().getEnd()).isEqualTo(RequestEnd.REFUSED);
  }

  @Test
  void shouldTryTheNextDeploymentWhenOneFails() {
    router.serve("assistant", "openai", "anthropic");
    router.accept(Samples.request(Samples.envelope(Samples.id(1), "assistant")));
    Dispatch first = router.dispatched("openai").getFirst();
    router.tell(Samples.started(first, "worker-1"));

    router.report(Samples.report(first, FailedFate.FAILED, ErrorKind.PROVIDER_ERROR, true, 5L));
    router.tell(Samples.failed(first, "worker-1", 5));

    Dispatch second = router.dispatched("anthropic").getFirst();
    assertThat(second.getAttemptNumber()).isEqualTo(2);
    assertThat(second.getPriorCostNanoUsd()).isEqualTo(5);
    assertThat(second.getHistory()).hasSize(1);

    router.tell(Samples.succeeded(second, "worker-1", 70));
    router.tick();

    List<RequestOutcome> outcomes = router.outcomes();
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.getFirst().getCostNanoUsd()).isEqualTo(75);
    assertThat(outcomes.getFirst().getAttempts()).hasSize(2);
  }

  @Test
  void shouldAnswerWithTheLastErrorWhenTheChainIsDone() {
    router.serve("assistant", "openai");
    router.accept(Samples.request(Samples.envelope(Samples.id(1), "assistant")));
    Dispatch first = router.dispatched("openai").getFirst();

    router.tell(Samples.failed(first, "worker-1", 5));
    router.report(
        Samples.report(first, FailedFate.FAILED, ErrorKind.PROVIDER_OVERLOADED, true, 5L));

    ReplyFrame frame = router.written(router.topics.replies()).getFirst();
    assertThat(frame.getError().getKind()).isEqualTo(ErrorKind.PROVIDER_OVERLOADED.wireName());
    assertThat(frame.getCostNanoUsd()).isEqualTo(5);
  }
}
