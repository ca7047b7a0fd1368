package dev.sluice.ingress.reply;

import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.AdmissionNotes;
import org.jspecify.annotations.Nullable;

/** What the frames of a request mean for its caller, in the order that the caller sees it. */
public sealed interface ReplyStep {
  /** The next piece of a streamed reply. */
  record Piece(ReplyFrame frame) implements ReplyStep {}

  /** The streamed reply is complete. */
  record Finished(ReplyFrame frame) implements ReplyStep {}

  /** A whole reply. */
  record Whole(ReplyFrame frame) implements ReplyStep {}

  /**
   * Nothing more comes.
   *
   * @param costNanoUsd cost of all attempts; {@link #UNKNOWN_COST} where nobody said
   * @param cancel whether an attempt may still run that nobody waits for
   * @param notes on limits and budgets, null where nobody said
   */
  record Failed(
      ErrorInfo error,
      String deployment,
      int attempts,
      long costNanoUsd,
      boolean cancel,
      @Nullable AdmissionNotes notes)
      implements ReplyStep {
    /** No frame told the cost. */
    public static final long UNKNOWN_COST = -1;

    /** The reply cannot go on here, although an attempt may. */
    static Failed broken(ErrorInfo error) {
      return new Failed(error, "", 0, UNKNOWN_COST, true, null);
    }
  }
}
