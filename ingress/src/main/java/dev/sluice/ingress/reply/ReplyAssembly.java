package dev.sluice.ingress.reply;

import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of one request in order and follows the first attempt that shows content; after
 * that no other attempt is ever shown (I4). Frames of an attempt may come in any order and more
 * than once. Pure; for one thread.
 */
public final class ReplyAssembly {
  /** More attempts than any fallback chain has; frames of further ones are ignored. */
  private static final int MAX_ATTEMPTS = 256;

  private final long maxBufferedBytes;
  private final List<AttemptFrames> attempts = new ArrayList<>(1);
  private @Nullable AttemptFrames followed;
  private long bufferedBytes;
  private boolean contentShown;
  private boolean ended;

  /**
   * An assembly that waits for its first frame.
   *
   * @param maxBufferedBytes frames that wait for earlier ones or for content, beyond which the
   *     request fails
   */
  public ReplyAssembly(long maxBufferedBytes) {
    this.maxBufferedBytes = maxBufferedBytes;
  }

  /** Takes a frame and tells what it makes possible, if anything. */
  public void accept(ReplyFrame frame, Consumer<ReplyStep> steps) {
    if (ended) {
      return;
    }
    FrameKind kind = frame.getKind();
    String attemptId = frame.getAttemptId();
    if (kind == FrameKind.ERROR && attemptId.isEmpty()) {
      fail(frame, steps);
      return;
    }
    AttemptFrames current = followed;
    if (current != null && !current.attemptId().equals(attemptId)) {
      return;
    }
    AttemptFrames attempt = current != null ? current : find(attemptId);
    if (attempt == null || attempt.lost()) {
      return;
    }
    if (kind == FrameKind.ATTEMPT_LOST) {
      lose(attempt, steps);
    } else if (kind == FrameKind.ERROR && overtakes(attempt, frame)) {
      fail(frame, steps);
    } else {
      inOrder(attempt, frame, steps);
    }
  }

  /** Id of the attempt that is shown to the caller, empty where none is yet. */
  public String followedAttempt() {
    return followed == null ? "" : followed.attemptId();
  }

  /** Whether content went out, so that a failure cannot be hidden any more. */
  public boolean contentShown() {
    return contentShown;
  }

  /** Whether the last step has been told. */
  public boolean ended() {
    return ended;
  }

  private @Nullable AttemptFrames find(String attemptId) {
    for (AttemptFrames attempt : attempts) {
      if (attempt.attemptId().equals(attemptId)) {
        return attempt;
      }
    }
    if (attempts.size() >= MAX_ATTEMPTS) {
      return null;
    }
    AttemptFrames attempt = new AttemptFrames(attemptId);
    attempts.add(attempt);
    return attempt;
  }

  /**
   * The router's own errors have no place in the sequence of the attempt that they tell about:
   * theirs is taken by another frame.
   */
  private static boolean overtakes(AttemptFrames attempt, ReplyFrame frame) {
    ErrorInfo error = frame.getError();
    return attempt.isTaken(frame.getSequence())
        || (error != null && ErrorKind.WORKER_LOST.wireName().equals(error.getKind()));
  }

  private void lose(AttemptFrames attempt, Consumer<ReplyStep> steps) {
    bufferedBytes -= attempt.lose();
    if (attempt == followed) {
      ErrorInfo error = new ErrorInfo();
      error.setKind(ErrorKind.WORKER_LOST.wireName());
      error.setMessage("The process that received the reply was lost, the reply is incomplete.");
      error.setStage("provider");
      error.setBody("");
      end(ReplyStep.Failed.broken(error), steps);
    }
  }

  private void inOrder(AttemptFrames attempt, ReplyFrame frame, Consumer<ReplyStep> steps) {
    if (attempt == followed && attempt.isNext(frame)) {
      attempt.advance();
      show(frame, steps);
    } else {
      bufferedBytes += attempt.keep(frame);
      if (followed == null && attempt.showsContent()) {
        followed = attempt;
        attempts.clear();
        bufferedBytes = attempt.bytes();
      }
    }
    while (attempt == followed && !ended) {
      ReplyFrame next = attempt.poll();
      if (next == null) {
        break;
      }
      bufferedBytes = attempt.bytes();
      show(next, steps);
    }
    if (!ended && bufferedBytes > maxBufferedBytes) {
      ErrorInfo error = new ErrorInfo();
      error.setKind(ErrorKind.INTERNAL.wireName());
      error.setMessage("The pieces of the reply came too far out of order.");
      error.setStage("response");
      error.setBody("");
      end(ReplyStep.Failed.broken(error), steps);
    }
  }

  private void show(ReplyFrame frame, Consumer<ReplyStep> steps) {
    contentShown |= frame.getContent();
    switch (frame.getKind()) {
      case END -> end(new ReplyStep.Finished(frame), steps);
      case WHOLE -> end(new ReplyStep.Whole(frame), steps);
      case ERROR -> fail(frame, steps);
      case HEAD, CHUNK, UNSPECIFIED, ATTEMPT_LOST -> steps.accept(new ReplyStep.Piece(frame));
    }
  }

  private void fail(ReplyFrame frame, Consumer<ReplyStep> steps) {
    ErrorInfo error = frame.getError();
    if (error == null) {
      error = new ErrorInfo();
      error.setKind(ErrorKind.INTERNAL.wireName());
      error.setMessage("");
      error.setStage("");
      error.setBody("");
    }
    Long cost = frame.getCostNanoUsd();
    end(
        new ReplyStep.Failed(
            error,
            frame.getDeployment(),
            frame.getAttempts(),
            cost == null ? ReplyStep.Failed.UNKNOWN_COST : cost,
            false,
            frame.getNotes()),
        steps);
  }

  private void end(ReplyStep last, Consumer<ReplyStep> steps) {
    ended = true;
    attempts.clear();
    bufferedBytes = 0;
    steps.accept(last);
  }
}
