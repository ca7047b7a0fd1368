package dev.sluice.router.log;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Looks which attempts an owner that is gone had sent. */
public interface DispatchSearch {

  /**
   * Ids of all attempts in these dispatch topics that were appended since some time of the broker's
   * clock. Returns at once; the future fails where Kafka does not answer.
   */
  CompletableFuture<Set<String>> sentSince(Set<String> topics, long sinceMs);
}
