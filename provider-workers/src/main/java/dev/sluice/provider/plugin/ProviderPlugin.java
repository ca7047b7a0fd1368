package dev.sluice.provider.plugin;

import dev.sluice.provider.catalog.ProviderAdapter;

/**
 * A kind of provider that is not built in. A jar in the folder of plugins names its class in {@code
 * META-INF/services/dev.sluice.provider.plugin.ProviderPlugin}; providers of {@code type:
 * plugin:<name>} are then called by it. Made once, with the constructor without parameters, and
 * used by all threads.
 */
public interface ProviderPlugin {
  /** What stands behind {@code plugin:}; lower-case letters, digits, dashes, underscores. */
  String name();

  /** How its providers are called. Asked for once. */
  ProviderAdapter adapter();
}
