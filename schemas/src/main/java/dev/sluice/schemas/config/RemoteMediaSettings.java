package dev.sluice.schemas.config;

import java.time.Duration;

/**
 * Section {@code workers.remote_media}: images and documents that callers name by URL, which
 * workers fetch for providers that want their bytes.
 *
 * @param maxBytes of those of a request together
 * @param timeout for those of a request together
 * @param privateNetworks whether they may lie in the operator's own network
 */
public record RemoteMediaSettings(long maxBytes, Duration timeout, boolean privateNetworks) {
  public static final RemoteMediaSettings DEFAULTS =
      new RemoteMediaSettings(20_000_000, Duration.ofSeconds(10), false);
}
