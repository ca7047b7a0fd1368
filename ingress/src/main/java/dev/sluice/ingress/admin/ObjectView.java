package dev.sluice.ingress.admin;

import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.follow.FollowListener;
import dev.sluice.schemas.follow.FollowedRecord;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every configuration object with its revision, deleted ones too, as the follower of the
 * configuration tells them. Told by one thread, read by any.
 */
public final class ObjectView implements FollowListener<ConfigEntry> {
  private final Map<ConfigKind, NavigableMap<String, HeldObject>> objects =
      new EnumMap<>(ConfigKind.class);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition published = lock.newCondition();
  private long told = -1;
  private volatile long publishedOffset = -1;

  public ObjectView() {
    for (ConfigKind kind : ConfigKind.values()) {
      objects.put(kind, new ConcurrentSkipListMap<>());
    }
  }

  @Override
  public void onRecord(FollowedRecord<ConfigEntry> followed) {
    ConfigEntry entry = followed.value();
    told = followed.offset();
    if (entry == null) {
      remove(followed.key());
      return;
    }
    ConfigKind.of(entry.getKind())
        .ifPresent(kind ->
            of(kind)
                .put(
                    entry.getName(),
                    new HeldObject(
                        kind,
                        entry.getName(),
                        entry.getRevision(),
                        entry.getManagedBy(),
                        entry.getBodyJson(),
                        entry.getDeleted(),
                        followed.offset())));
  }

  @Override
  public void onUndecodable(String key, int partition, long offset, String reason) {
    told = offset;
    remove(key);
  }

  private void remove(String key) {
    int slash = key.indexOf('/');
    if (slash > 0) {
      ConfigKind.of(key.substring(0, slash))
          .ifPresent(kind -> of(kind).remove(key.substring(slash + 1)));
    }
  }

  @Override
  public void onBatchEnd() {
    lock.lock();
    try {
      publishedOffset = told;
      published.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private NavigableMap<String, HeldObject> of(ConfigKind kind) {
    NavigableMap<String, HeldObject> all = objects.get(kind);
    if (all == null) {
      throw new IllegalStateException("no map for kind " + kind);
    }
    return all;
  }

  /** The object in force; empty where there is none. */
  Optional<HeldObject> find(ConfigKind kind, String name) {
    return Optional.ofNullable(of(kind).get(name)).filter(held -> !held.deleted());
  }

  /** The objects of a kind by name, deleted ones too. */
  NavigableMap<String, HeldObject> all(ConfigKind kind) {
    return of(kind);
  }

  /**
   * Waits until an object has at least this revision, and the configuration in force here has it.
   *
   * @return whether that was so within the time
   */
  boolean awaitRevision(ConfigKind kind, String name, long revision, Duration atMost)
      throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (!has(kind, name, revision)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = published.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean has(ConfigKind kind, String name, long revision) {
    HeldObject held = of(kind).get(name);
    return held != null && held.revision() >= revision && held.offset() <= publishedOffset;
  }
}
