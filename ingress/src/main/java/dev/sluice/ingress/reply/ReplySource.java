package dev.sluice.ingress.reply;

import java.util.Optional;

/** Where reply frames come from. Safe for any thread. */
public interface ReplySource extends AutoCloseable {
  /**
   * The partitions that replies are read from, once their end was known: empty before, when no
   * request may be published because its reply could be missed.
   */
  Optional<ReplyPartitions> partitions();

  @Override
  void close();
}
