package dev.sluice.provider.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.calls.Attempt;
import dev.sluice.provider.calls.Attempts;
import dev.sluice.provider.consume.Screening.Verdict;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import org.junit.jupiter.api.Test;

class ScreeningTest {
  private final Topics topics = new Topics(Topics.DEFAULT_PREFIX, TopicSizing.embedded(4 << 20));

  @Test
  void shouldCallWhenAllIsWell() {
    assertThat(judge(Attempts.attempt().make(), 1, false)).isInstanceOf(Verdict.Call.class);
  }

  @Test
  void shouldSayFateUnknownWhenDeliveredBefore() {
    Verdict verdict = judge(Attempts.attempt().make(), 2, false);

    assertThat(turnedBack(verdict).fate()).isEqualTo(FailedFate.FATE_UNKNOWN);
  }

  @Test
  void shouldCallWhenDispatchFollowsItsDecisionJustInTime() {
    Attempt attempt = Attempts.attempt().decidedAgo(Screening.STALE_MS).make();

    assertThat(judge(attempt, 1, false)).isInstanceOf(Verdict.Call.class);
  }

  @Test
  void shouldNotCallWhenDispatchComesTooLongAfterItsDecision() {
    Attempt attempt = Attempts.attempt().decidedAgo(Screening.STALE_MS + 1).make();

    Verdict.TurnBack turnedBack = turnedBack(judge(attempt, 1, false));

    assertThat(turnedBack.fate()).isEqualTo(FailedFate.NOT_CALLED);
    assertThat(turnedBack.tryElsewhere()).isTrue();
  }

  @Test
  void shouldNotCallWhenPastTheDeadline() {
    Attempt attempt = Attempts.attempt().deadlineIn(-1).make();

    assertThat(turnedBack(judge(attempt, 1, false)).kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
  }

  @Test
  void shouldNotCallWhenCancelled() {
    Verdict.TurnBack turnedBack = turnedBack(judge(Attempts.attempt().make(), 1, true));

    assertThat(turnedBack.kind()).isEqualTo(ErrorKind.CANCELLED);
    assertThat(turnedBack.fate()).isEqualTo(FailedFate.NOT_CALLED);
  }

  @Test
  void shouldNotCallWhenTheReplyWouldGoToAnotherProject() {
    Attempt attempt = Attempts.attempt().batch().replyTopic("sluice.batch.other.replies").make();

    assertThat(turnedBack(judge(attempt, 1, false)).kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
  }

  @Test
  void shouldCallBatchWhenTheReplyStaysInTheProject() {
    assertThat(judge(Attempts.attempt().batch().make(), 1, false)).isInstanceOf(Verdict.Call.class);
  }

  private Verdict judge(Attempt attempt, int deliveries, boolean cancelled) {
    return Screening.judge(
        attempt, deliveries, System.currentTimeMillis(), any -> cancelled, topics);
  }

  private static Verdict.TurnBack turnedBack(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.TurnBack.class);
    return (Verdict.TurnBack) verdict;
  }
}
