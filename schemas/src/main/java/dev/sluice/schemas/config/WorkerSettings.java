package dev.sluice.schemas.config;

import org.jspecify.annotations.Nullable;

/**
 * Section {@code workers}: one process of provider workers.
 *
 * @param instanceId null lets the role make one
 * @param slots calls at the same time
 * @param batchSlots how many of them batch requests may take
 * @param remoteMedia what is fetched for them
 * @param plugins folder with the jars of providers that are not built in
 */
public record WorkerSettings(
    @Nullable String instanceId,
    int slots,
    int batchSlots,
    RemoteMediaSettings remoteMedia,
    String plugins) {
  public static final WorkerSettings DEFAULTS =
      new WorkerSettings(null, 1_000, 64, RemoteMediaSettings.DEFAULTS, "plugins");

  public WorkerSettings {
    if (slots < 1 || batchSlots < 0 || batchSlots > slots) {
      throw new IllegalArgumentException("batch_slots is from 0 to slots, slots at least 1");
    }
  }
}
