package dev.sluice.router.topology;

import dev.sluice.schemas.request.Payload;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The payloads of requests, by offset, so that a dispatch needs not fetch its own again. The oldest
 * go when the bytes of all partitions together pass the bound.
 */
final class PayloadCache {
  private final AtomicLong bytesOfAll;
  private final long mostBytes;
  private final Map<Long, Payload> payloads = new LinkedHashMap<>();

  /**
   * The share of one partition.
   *
   * @param bytesOfAll of all partitions of the process
   */
  PayloadCache(AtomicLong bytesOfAll, long mostBytes) {
    this.bytesOfAll = bytesOfAll;
    this.mostBytes = mostBytes;
  }

  void put(long offset, Payload payload) {
    remove(offset);
    payloads.put(offset, payload);
    long bytes = bytesOfAll.addAndGet(size(payload));
    Iterator<Payload> oldest = payloads.values().iterator();
    while (bytes > mostBytes && payloads.size() > 1) {
      bytes = bytesOfAll.addAndGet(-size(oldest.next()));
      oldest.remove();
    }
  }

  Optional<Payload> get(long offset) {
    return Optional.ofNullable(payloads.get(offset));
  }

  void remove(long offset) {
    Payload payload = payloads.remove(offset);
    if (payload != null) {
      bytesOfAll.addAndGet(-size(payload));
    }
  }

  void clear() {
    payloads.values().forEach(payload -> bytesOfAll.addAndGet(-size(payload)));
    payloads.clear();
  }

  private static long size(Payload payload) {
    return payload.getBytes().remaining();
  }
}
