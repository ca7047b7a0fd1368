package dev.sluice.router.admission;

import dev.sluice.schemas.decision.LimitHold;
import dev.sluice.schemas.decision.LimitKind;

/**
 * One bound of a limit as it applies to one request.
 *
 * @param id of its counter
 * @param name in words for a refusal: rpm of project search
 * @param windowMs 0 for CONCURRENCY
 * @param shared whether other projects use it, too
 * @param waits whether a request waits that it has no room for
 * @param amount that the request takes
 */
public record AppliedLimit(
    String id,
    String name,
    LimitKind kind,
    long windowMs,
    long bound,
    boolean shared,
    boolean waits,
    long amount) {

  LimitHold hold() {
    return new LimitHold(id, kind, windowMs, amount, 0L);
  }

  /** What is left of it now. */
  long rest(Counters counters, long floorMs) {
    return bound - counters.limit(id).map(counter -> counter.used(floorMs)).orElse(0L);
  }

  /** When as much as the request takes will have come back. */
  long roomAtMs(Counters counters, long floorMs) {
    long missing = amount - rest(counters, floorMs);
    return counters.limit(id).map(counter -> counter.backAtMs(missing, floorMs)).orElse(floorMs);
  }
}
