package dev.sluice.streaming;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all RocksDB stores of the process together: blocks and write buffers share
 * one cache. Kafka Streams makes an object of this class per store, so what they share is static;
 * it lives as long as the process.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long CACHE_BYTES = 32L << 20;
  private static final long WRITE_BUFFERS_BYTES = 16L << 20;
  private static final long WRITE_BUFFER_BYTES = 2L << 20;
  private static final int WRITE_BUFFERS = 2;
  private static final int OPEN_FILES = 64;

  /** Made when the first store opens, after the native library was loaded. */
  private static final class Shared {
    static final Cache CACHE;
    static final WriteBufferManager WRITE_BUFFERS;

    static {
      RocksDB.loadLibrary();
      CACHE = new LRUCache(CACHE_BYTES, -1, false, 0.1);
      WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);
    }
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
      table.setBlockCache(Shared.CACHE);
      table.setCacheIndexAndFilterBlocks(true);
      table.setCacheIndexAndFilterBlocksWithHighPriority(true);
      table.setPinTopLevelIndexAndFilter(true);
      options.setTableFormatConfig(table);
    }
    options.setWriteBufferManager(Shared.WRITE_BUFFERS);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(WRITE_BUFFERS);
    options.setMaxOpenFiles(OPEN_FILES);
  }

  @Override
  public void close(String storeName, Options options) {
    // What was set is shared by all stores and stays.
  }
}
