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

  /**
   * This worker does not have the plugin that knows how it is called.
   *
   * @param reason names the plugin
   */
  record PluginMissing(String reason) implements EndpointLookup {}

  /** The configuration that this worker has applied does not name it. */
  record Unknown() implements EndpointLookup {}
}
