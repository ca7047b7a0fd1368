package dev.sluice.provider.calls;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.batch.BatchReply;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.ReplyAddress;
import java.util.function.Consumer;

/**
 * Where the records of attempts go. Methods never block but where they say so; each result comes
 * once, on any thread, possibly before the method returns. Events, failed attempts and batch
 * replies are tried until they are written; frames until their request is past its deadline.
 */
public interface AttemptSink {
  /** How soon a record travels. */
  enum Pace {
    /** At once: a whole reply, the first content, an error. */
    AT_ONCE,
    /** With what else comes within a millisecond or two: the chunks of running streams. */
    GATHERED
  }

  /**
   * STARTED, FIRST_CONTENT or OUTCOME.
   *
   * @param pace one for all events of an attempt, which come in order then
   */
  void event(AttemptEvent event, Pace pace, Consumer<SendResult> then);

  /**
   * An event that no caller waits for and nothing is held until: it may be written some
   * milliseconds later, with the next event that is {@link Pace#GATHERED}, as all of its attempt
   * are.
   */
  void unhurriedEvent(AttemptEvent event, Consumer<SendResult> then);

  /**
   * A piece of a reply.
   *
   * @param usefulUntilMs broker clock
   */
  void frame(
      ReplyFrame frame, ReplyAddress to, Pace pace, long usefulUntilMs, Consumer<SendResult> then);

  /** An attempt that failed without having shown content. */
  void failed(FailedAttempt failed, Consumer<SendResult> then);

  /** The reply to a batch request of this project. May block on the schema registry. */
  void batchReply(BatchReply reply, String project, ReplyAddress to, Consumer<SendResult> then);

  /** Whether so much waits to be written that providers should be read no further. */
  boolean full();
}
