package dev.sluice.ingress.http;

import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.reply.ReplyFrame;

/**
 * How the reply of one exchange is written. On its event loop only; nothing is written before
 * {@link #flush}.
 */
sealed interface Answer permits WholeAnswer, StreamAnswer {
  /** A piece of a streamed reply. */
  void piece(ReplyFrame frame);

  /** The streamed reply is complete. */
  void finish(ReplyFrame frame);

  /** The reply is here as a whole. */
  void whole(ReplyFrame frame);

  /** The exchange ends with an error: as a status where none was sent yet. */
  void fail(ErrorInfo error, ReplyFacts facts);

  /** Writes what has come since the last time. */
  void flush();

  /** Says that the exchange is alive, where the dialect has a way to. */
  void keepAlive();

  /** HTTP status that was or will be sent. */
  int status();
}
