package dev.sluice.ingress.reply;

import dev.sluice.schemas.reply.ReplyFrame;

/** An open exchange that waits for its reply. Called on its own event loop only. */
public interface ReplyReceiver {
  /** The event loop that owns it; may be asked by any thread. */
  ReplyLane lane();

  /** One frame of its reply. */
  void accept(ReplyFrame frame);

  /** No more frames in this burst: what was collected is to be written now. */
  void flush();
}
