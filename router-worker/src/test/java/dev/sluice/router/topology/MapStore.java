package dev.sluice.router.topology;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store that can stop taking writes in the middle, as the process of its writer may. */
final class MapStore implements KeyValueStore<Bytes, byte[]> {

  /** The writer is gone. */
  static final class CutOff extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  final TreeMap<Bytes, byte[]> entries = new TreeMap<>();
  int writesLeft = Integer.MAX_VALUE;

  private void write() {
    if (writesLeft-- <= 0) {
      throw new CutOff();
    }
  }

  @Override
  public void put(Bytes key, byte @Nullable [] value) {
    write();
    if (value == null) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> all) {
    all.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte @Nullable [] delete(Bytes key) {
    write();
    return entries.remove(key);
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    return entries.get(key);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    Iterator<Map.Entry<Bytes, byte[]>> iterator = new ArrayList<>(entries.entrySet()).iterator();
    return new KeyValueIterator<>() {
      @Override
      public void close() {}

      @Override
      public Bytes peekNextKey() {
        throw new UnsupportedOperationException();
      }

      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public KeyValue<Bytes, byte[]> next() {
        Map.Entry<Bytes, byte[]> entry = iterator.next();
        return new KeyValue<>(entry.getKey(), entry.getValue());
      }
    };
  }

  @Override
  public long approximateNumEntries() {
    return entries.size();
  }

  @Override
  public String name() {
    return RouterNodes.CHECKPOINT_STORE;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {}

  @Override
  public void close() {}

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
