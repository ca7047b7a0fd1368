package dev.sluice.provider.calls;

import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.request.ReplyAddress;

/**
 * An attempt to be made, as the router dispatched it.
 *
 * @param envelope of the dispatch
 * @param payload of the dispatch
 * @param dispatchedAtMs broker append time of the dispatch
 * @param startedAtMs broker clock, when this worker took it
 */
public record Attempt(
    Dispatch dispatch, Envelope envelope, Payload payload, long dispatchedAtMs, long startedAtMs) {

  public String id() {
    return dispatch.getAttemptId();
  }

  public String requestId() {
    return envelope.getRequestId();
  }

  public boolean batch() {
    return envelope.getPriority() == Priority.BATCH;
  }

  /** Whether the provider is asked for a stream. */
  public boolean streamed() {
    return envelope.getStream() && !batch();
  }

  /**
   * How soon its events travel. The start of an attempt that holds nothing is awaited by nobody but
   * the next poll.
   */
  public AttemptSink.Pace pace() {
    return dispatch.getOutcomeMayWait() ? AttemptSink.Pace.GATHERED : AttemptSink.Pace.AT_ONCE;
  }

  public ReplyAddress replyTo() {
    return envelope.getReplyTo();
  }

  /** Broker clock; far away where the dispatch names none. */
  public long deadlineAtMs() {
    return dispatch.getDeadlineAtMs() > 0 ? dispatch.getDeadlineAtMs() : Long.MAX_VALUE / 4;
  }
}
