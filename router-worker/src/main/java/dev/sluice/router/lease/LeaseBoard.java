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

/**
 * Knows which workers renew their leases. A lease is lost when nothing is missing here up to some
 * moment and the last renewal is more than two seconds before it. While the broker is away nobody can
 * renew, so that time does not count.
 */
public final class LeaseBoard implements Workers, AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration CONTACT_GAP = Duration.ofMillis(1500);

  private final LongSupplier nanos;
  private final Map<String, Lease> leases = new ConcurrentHashMap<>();
  private final Contact contact;
  private final AutoCloseable follower;

  private record Lease(long seenNanos, long startedAtMs) {}

  /** What the follower of the lease topic tells. */
  interface Source {
    long lastContactNanos();

    long caughtUpAsOfNanos();
  }

  LeaseBoard(Source source, LongSupplier nanos, AutoCloseable follower) {
    this.nanos = nanos;
    this.contact = new Contact(source, nanos);
    this.follower = follower;
  }

  /** Starts to follow the lease topic. Returns at once. */
  public static LeaseBoard start(
      Map<String, Object> clientProperties, String topic, Deserializer<WorkerLease> deserializer) {
    Board board = new Board();
    CompactedFollower<WorkerLease> follower =
        CompactedFollower.start(
            "sluice-router-leases", clientProperties, topic, deserializer, board);
    LeaseBoard leases =
        new LeaseBoard(
            new Source() {
              @Override
              public long lastContactNanos() {
                return follower.lastContactNanos();
              }

              @Override
              public long caughtUpAsOfNanos() {
                return follower.caughtUpAsOfNanos();
              }
            },
            System::nanoTime,
            follower);
    board.target = leases;
    return leases;
  }

  /** Hands records over once the board is there; the first ones may come before that. */
  private static final class Board implements FollowListener<WorkerLease> {
    private final Map<String, FollowedRecord<WorkerLease>> early = new ConcurrentHashMap<>();
    private volatile @org.jspecify.annotations.Nullable LeaseBoard target;

    @Override
    public void onRecord(FollowedRecord<WorkerLease> followed) {
      LeaseBoard board = target;
      if (board == null) {
        early.put(followed.key(), followed);
        return;
      }
      if (!early.isEmpty()) {
        early.values().forEach(board::renewed);
        early.clear();
      }
      board.renewed(followed);
    }
  }

  private void renewed(FollowedRecord<WorkerLease> followed) {
    WorkerLease lease = followed.value();
    if (lease != null) {
      renewed(followed.key(), followed.receivedNanos(), lease.getStartedAtMs());
    }
  }

  void renewed(String worker, long atNanos, long startedAtMs) {
    leases.put(worker, new Lease(atNanos, startedAtMs));
  }

  @Override
  public boolean lost(String worker, long startedAtMs) {
    Lease lease = leases.computeIfAbsent(worker, name -> new Lease(nanos.getAsLong(), 0));
    if (startedAtMs > 0 && lease.startedAtMs() > startedAtMs) {
      return true;
    }
    long since = Math.max(lease.seenNanos(), contact.sinceNanos());
    return contact.caughtUpAsOfNanos() - since > LEASE.toNanos();
  }

  /** Looks at the contact with the broker; to be called every few hundred milliseconds. */
  public void look() {
    contact.look();
  }

  @Override
  public void close() throws Exception {
    follower.close();
  }

  /** Since when the contact with the broker is unbroken. */
  private static final class Contact {
    private final Source source;
    private final LongSupplier nanos;
    private volatile long sinceNanos;
    private volatile boolean broken;

    Contact(Source source, LongSupplier nanos) {
      this.source = source;
      this.nanos = nanos;
      this.sinceNanos = nanos.getAsLong();
    }

    void look() {
      long now = nanos.getAsLong();
      long last = source.lastContactNanos();
      if (last == Long.MIN_VALUE || now - last > CONTACT_GAP.toNanos()) {
        broken = true;
      } else if (broken) {
        broken = false;
        sinceNanos = now;
      }
    }

    long sinceNanos() {
      return broken ? nanos.getAsLong() : sinceNanos;
    }

    long caughtUpAsOfNanos() {
      long caughtUp = source.caughtUpAsOfNanos();
      return caughtUp == Long.MIN_VALUE ? sinceNanos() : caughtUp;
    }
  }
}
