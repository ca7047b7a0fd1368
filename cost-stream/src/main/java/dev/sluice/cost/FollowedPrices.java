package dev.sluice.cost;

import dev.sluice.schemas.config.ConfigFollower;
import dev.sluice.schemas.money.PriceBook;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Price books from the configuration topic. A book is published before a decision names it, so one
 * that is not there is waited for until the topic has been read up to now; only then is it unknown.
 * Where Kafka does not answer in that time the attempt is left for later, never unpriced.
 */
final class FollowedPrices implements PriceVersions {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration REMEMBER_UNKNOWN = Duration.ofSeconds(30);
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(20).toNanos();

  private final Function<String, Optional<PriceBook>> current;
  private final LongSupplier readUpToNanos;
  private final Duration patience;
  private final Map<String, Long> unknownSince = new ConcurrentHashMap<>();

  FollowedPrices(ConfigFollower config) {
    this(version -> config.current().priceBook(version), config::caughtUpAsOfNanos, PATIENCE);
  }

  /**
   * @param current the book of a version as far as the configuration has been read
   * @param readUpToNanos a {@link System#nanoTime()} up to which nothing of it is missing
   */
  FollowedPrices(
      Function<String, Optional<PriceBook>> current,
      LongSupplier readUpToNanos,
      Duration patience) {
    this.current = current;
    this.readUpToNanos = readUpToNanos;
    this.patience = patience;
  }

  @Override
  public Optional<PriceBook> book(String version) {
    Optional<PriceBook> known = current.apply(version);
    return known.isPresent() || isKnownToBeUnknown(version) ? known : awaitBook(version);
  }

  private boolean isKnownToBeUnknown(String version) {
    Long since = unknownSince.get(version);
    return since != null && System.nanoTime() - since < REMEMBER_UNKNOWN.toNanos();
  }

  private Optional<PriceBook> awaitBook(String version) {
    long asked = System.nanoTime();
    while (System.nanoTime() - asked < patience.toNanos()) {
      Optional<PriceBook> book = current.apply(version);
      if (book.isPresent()) {
        return book;
      }
      long readUpTo = readUpToNanos.getAsLong();
      if (readUpTo != Long.MIN_VALUE && readUpTo - asked > 0) {
        Optional<PriceBook> last = current.apply(version);
        if (last.isEmpty()) {
          unknownSince.put(version, System.nanoTime());
        }
        return last;
      }
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    throw new PricesNotReadException(version);
  }
}
