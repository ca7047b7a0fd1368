package dev.sluice.ingress.publish;

import dev.sluice.schemas.reply.Delivery;
import dev.sluice.schemas.request.Cancel;

/** What the ingress tells the other roles about exchanges. Safe for any thread; never blocks. */
public interface OutcomeLog extends AutoCloseable {
  /** Ends a request; tried again until its deadline has passed. */
  void cancel(Cancel cancel);

  /** What a caller got. Dropped, and counted, where too many wait. */
  void delivered(Delivery delivery);

  @Override
  void close();
}
