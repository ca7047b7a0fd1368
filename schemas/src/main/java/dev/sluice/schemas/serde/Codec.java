package dev.sluice.schemas.serde;

import org.jspecify.annotations.Nullable;

/**
 * Bytes of one topic's values. Safe for any thread.
 *
 * @param <V> record type
 */
public interface Codec<V> {
  /**
   * The record in the Confluent wire format.
   *
   * @throws RegistryException at the first use, if the registry does not answer
   */
  byte[] encode(V value);

  /**
   * The record in these bytes.
   *
   * @throws UndecodableException if they are none
   * @throws RegistryException if the registry does not answer about a schema id that is new here
   */
  V decode(byte @Nullable [] bytes);

  /** Registers the schema now, so that the first request does not wait for it. */
  void prepare();
}
