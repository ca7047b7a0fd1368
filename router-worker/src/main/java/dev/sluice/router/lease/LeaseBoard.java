package dev.sluice.router.lease;

import dev.sluice.router.inflight.Workers;
import dev.sluice.schemas.attempt.WorkerLease;
import dev.sluice.schemas.follow.CompactedFollower;
import dev.sluice.schemas.follow.FollowListener;
import dev.sluice.schemas.follow.FollowedRecord;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Knows which workers renew their leases. A lease is lost when nothing is missing here up to some
 * moment and the last renewal lies 1.6 s before it, the time of four. While the broker is away
 * nobody can renew, so that time does not count. A worker that was started again has lost what it
 * had before.
 */
public final class LeaseBoard implements Workers, FollowListener<WorkerLease> {
  private static final Duration LEASE = Duration.ofMillis(1_600);

  /** How far a worker may be wrong about the broker's clock when it says when it began. */
  private static final long CLOCK_MS = 1_000;

  private final LongSupplier nanos;
  private final BrokerContact contact;
  private final Map<String, Lease> leases = new ConcurrentHashMap<>();

  /**
   * What is known of a worker.
   *
   * @param seenNanos when its last renewal came
   * @param startedAtMs what it says of when it began; tells one start from the next
   * @param beganAtMs what it took before this is lost, by the broker's clock
   */
  private record Lease(long seenNanos, long startedAtMs, long beganAtMs) {}

  LeaseBoard(LongSupplier nanos, BrokerContact contact) {
    this.nanos = nanos;
    this.contact = contact;
  }

  /** A board that follows the lease topic, and what to close in the end. */
  public record Followed(LeaseBoard board, CompactedFollower<WorkerLease> follower)
      implements AutoCloseable {
    /** Looks at the contact with the broker; to be called every few hundred milliseconds. */
    public void look() {
      board.contact.look(follower.lastContactNanos(), follower.caughtUpAsOfNanos());
    }

    @Override
    public void close() {
      follower.close();
    }
  }

  /** Starts to follow the lease topic. Returns at once. */
  public static Followed follow(
      Map<String, Object> clientProperties, String topic, Deserializer<WorkerLease> deserializer) {
    LeaseBoard board = new LeaseBoard(System::nanoTime, new BrokerContact(System::nanoTime));
    return new Followed(
        board,
        CompactedFollower.start(
            "sluice-router-leases", clientProperties, topic, deserializer, board));
  }

  @Override
  public void onRecord(FollowedRecord<WorkerLease> followed) {
    WorkerLease lease = followed.value();
    if (lease != null) {
      renewed(
          followed.key(),
          lease.getStartedAtMs(),
          followed.brokerTimestampMs(),
          followed.receivedNanos());
    }
  }

  void renewed(String worker, long startedAtMs, long appendedAtMs, long seenNanos) {
    leases.compute(
        worker,
        (name, known) ->
            new Lease(seenNanos, startedAtMs, began(known, startedAtMs, appendedAtMs)));
  }

  private static long began(@Nullable Lease known, long startedAtMs, long appendedAtMs) {
    if (known == null || known.startedAtMs() == 0) {
      return startedAtMs - CLOCK_MS;
    }
    return known.startedAtMs() == startedAtMs ? known.beganAtMs() : appendedAtMs;
  }

  @Override
  public boolean lost(String worker, long startedAtMs) {
    Lease lease = leases.computeIfAbsent(worker, name -> new Lease(nanos.getAsLong(), 0, 0));
    if (startedAtMs < lease.beganAtMs()) {
      return true;
    }
    long since = Math.max(lease.seenNanos(), contact.sinceNanos());
    return contact.caughtUpAsOfNanos() - since > LEASE.toNanos();
  }
}
