package dev.sluice.router.topology;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Request records as they were read, by offset, so that a dispatch needs not fetch its payload
 * again. The oldest go when the bytes of all partitions together pass the bound.
 */
final class PayloadCache {
  private final AtomicLong bytesOfAll;
  private final long mostBytes;
  private final Map<Long, byte[]> records = new LinkedHashMap<>();

  /**
   * The share of one partition.
   *
   * @param bytesOfAll of all partitions of the process
   */
  PayloadCache(AtomicLong bytesOfAll, long mostBytes) {
    this.bytesOfAll = bytesOfAll;
    this.mostBytes = mostBytes;
  }

  void put(long offset, byte[] record) {
    remove(offset);
    records.put(offset, record);
    long bytes = bytesOfAll.addAndGet(record.length);
    Iterator<byte[]> oldest = records.values().iterator();
    while (bytes > mostBytes && records.size() > 1) {
      bytes = bytesOfAll.addAndGet(-oldest.next().length);
      oldest.remove();
    }
  }

  byte @Nullable [] get(long offset) {
    return records.get(offset);
  }

  void remove(long offset) {
    byte[] record = records.remove(offset);
    if (record != null) {
      bytesOfAll.addAndGet(-record.length);
    }
  }

  void clear() {
    records.values().forEach(record -> bytesOfAll.addAndGet(-record.length));
    records.clear();
  }
}
