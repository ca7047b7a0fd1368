package dev.sluice.provider.consume;

import dev.sluice.provider.calls.Attempt;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.request.ReplyAddress;
import dev.sluice.schemas.topic.Topics;
import java.util.function.Predicate;

/** Whether a dispatch is called. Pure. */
final class Screening {
  /**
   * A dispatch that came this long after the proof of its owner is from an owner that was stopped.
   * A new owner counts on it that none is called later than that after its claim.
   */
  static final long STALE_MS = 1_000;

  private static final int PROTOCOL_VERSION = 1;

  /** What to do with a dispatch. */
  sealed interface Verdict {
    /** Call the provider. */
    record Call() implements Verdict {}

    /** Tell the router that it is not called here. */
    record TurnBack(FailedFate fate, ErrorKind kind, String message, boolean tryElsewhere)
        implements Verdict {}
  }

  private Screening() {}

  /**
   * Judges a dispatch.
   *
   * @param deliveries how often the record has been delivered, this time included
   * @param nowMs broker clock
   * @param cancelled whether this attempt or its request has been cancelled
   */
  static Verdict judge(
      Attempt attempt, int deliveries, long nowMs, Predicate<Attempt> cancelled, Topics topics) {
    Dispatch dispatch = attempt.dispatch();
    if (deliveries > 1) {
      return new Verdict.TurnBack(
          FailedFate.FATE_UNKNOWN,
          ErrorKind.FATE_UNKNOWN,
          "The dispatch was delivered before; nobody knows whether the provider was called.",
          true);
    }
    if (attempt.dispatchedAtMs() - dispatch.getDecidedAtMs() > STALE_MS) {
      return notCalled(
          ErrorKind.FATE_UNKNOWN, "The dispatch came too long after its decision.", true);
    }
    if (nowMs >= attempt.deadlineAtMs()) {
      return notCalled(
          ErrorKind.DEADLINE_EXCEEDED,
          "The deadline of the request passed before the provider was called.",
          false);
    }
    if (cancelled.test(attempt)) {
      return notCalled(ErrorKind.CANCELLED, "The request was cancelled.", false);
    }
    if (attempt.envelope().getProtocolVersion() != PROTOCOL_VERSION) {
      return notCalled(
          ErrorKind.UNSUPPORTED,
          "The envelope has protocol version " + attempt.envelope().getProtocolVersion() + ".",
          false);
    }
    if (!isReplyTopic(attempt, topics)) {
      return notCalled(
          ErrorKind.INVALID_REQUEST, "The reply address is no reply topic of the project.", false);
    }
    return new Verdict.Call();
  }

  private static Verdict notCalled(ErrorKind kind, String message, boolean tryElsewhere) {
    return new Verdict.TurnBack(FailedFate.NOT_CALLED, kind, message, tryElsewhere);
  }

  private static boolean isReplyTopic(Attempt attempt, Topics topics) {
    ReplyAddress to = attempt.replyTo();
    String wanted =
        attempt.batch()
            ? topics.batchReplies(attempt.envelope().getProject()).name()
            : topics.replies().name();
    return to.getTopic().equals(wanted);
  }
}
