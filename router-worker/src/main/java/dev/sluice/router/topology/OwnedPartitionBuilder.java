package dev.sluice.router.topology;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Builds the store that the two processors of a task share. It has no log: it is built from one.
 */
final class OwnedPartitionBuilder implements StoreBuilder<OwnedPartition> {
  private final RouterServices services;
  private final RouterCodecs codecs;
  private final AtomicLong payloadBytes;

  OwnedPartitionBuilder(RouterServices services, RouterCodecs codecs, AtomicLong payloadBytes) {
    this.services = services;
    this.codecs = codecs;
    this.payloadBytes = payloadBytes;
  }

  @Override
  public OwnedPartition build() {
    return new OwnedPartition(services, codecs, payloadBytes);
  }

  @Override
  public StoreBuilder<OwnedPartition> withCachingEnabled() {
    return this;
  }

  @Override
  public StoreBuilder<OwnedPartition> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<OwnedPartition> withLoggingEnabled(Map<String, String> config) {
    throw new UnsupportedOperationException("an owned partition is built from the decision log");
  }

  @Override
  public StoreBuilder<OwnedPartition> withLoggingDisabled() {
    return this;
  }

  @Override
  public Map<String, String> logConfig() {
    return Map.of();
  }

  @Override
  public boolean loggingEnabled() {
    return false;
  }

  @Override
  public String name() {
    return RouterNodes.OWNED_STORE;
  }
}
