package dev.sluice.provider.catalog;

/** What a look for a provider gave. */
public sealed interface EndpointLookup {
  /** It can be called. */
  record Found(Endpoint endpoint) implements EndpointLookup {}

  /**
   * Its credential cannot be had.
   *
   * @param reason names the reference, never the value
   */
  record CredentialMissing(String reason) implements EndpointLookup {}

  /** The configuration that this worker has applied does not name it. */
  record Unknown() implements EndpointLookup {}
}
