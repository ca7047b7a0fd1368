package dev.sluice.provider.media;

/**
 * What may be fetched.
 *
 * @param bytes of all media of a request together
 * @param withinMs for all of them
 * @param privateNetworks whether addresses that are not public may be called
 */
public record MediaBounds(long bytes, long withinMs, boolean privateNetworks) {
  public static final MediaBounds DEFAULTS = new MediaBounds(20 << 20, 10_000, false);
}
