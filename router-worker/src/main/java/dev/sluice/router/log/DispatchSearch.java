package dev.sluice.router.log;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Looks which attempts an owner that is gone had sent. */
public interface DispatchSearch {

  /**
   * Ids of all attempts in these dispatch topics that were appended since a decision was, and some
   * before. An attempt is sent after its decision was read back, so what is not found was not sent.
   * Returns at once; the future fails where Kafka does not answer.
   *
   * @param partition of the decisions
   * @param decisionOffset of the earliest decision that is asked about; where the log does not have
   *     it any more, everything since {@code notBeforeMs} is looked at
   * @param notBeforeMs by the broker's clock: nothing that is asked about was sent before
   */
  CompletableFuture<Set<String>> sentSince(
      Set<String> topics, int partition, long decisionOffset, long notBeforeMs);
}
