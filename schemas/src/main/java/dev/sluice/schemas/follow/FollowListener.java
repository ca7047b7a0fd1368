package dev.sluice.schemas.follow;

/**
 * Hears of the records of a followed topic, in the order of each partition, on the thread of the
 * follower. It must not block. What it throws is logged, and the next record comes.
 */
@FunctionalInterface
public interface FollowListener<V> {
  void onRecord(FollowedRecord<V> followed);

  /** A record could not be read and never will be. The reason holds nothing of its content. */
  default void onUndecodable(String key, int partition, long offset, String reason) {}

  /** All records that came together were told; a good moment to publish what they changed. */
  default void onBatchEnd() {}
}
