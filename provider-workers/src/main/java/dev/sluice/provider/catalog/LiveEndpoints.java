package dev.sluice.provider.catalog;

import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints by the configuration and the credentials that are in force. An attempt that runs
 * keeps the one that it began with.
 */
public final class LiveEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(LiveEndpoints.class);

  private final Supplier<Collection<Provider>> providers;
  private final Function<SecretReference, SecretOutcome> secrets;
  private final Function<Provider, Optional<ProviderAdapter>> types;
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile Endpoints current = Endpoints.NONE;

  public LiveEndpoints(
      Supplier<Collection<Provider>> providers,
      Function<SecretReference, SecretOutcome> secrets,
      Function<Provider, Optional<ProviderAdapter>> types) {
    this.providers = providers;
    this.secrets = secrets;
    this.types = types;
  }

  /** As of the last {@link #refresh}. Never blocks. */
  public Endpoints current() {
    return current;
  }

  /** Takes over what is in force now; for any thread that may wait for another one in here. */
  public Endpoints refresh() {
    refreshing.lock();
    try {
      Endpoints next = Endpoints.of(providers.get(), secrets, types);
      warn(next.uncallable(), current.uncallable());
      current = next;
      return next;
    } finally {
      refreshing.unlock();
    }
  }

  private static void warn(Map<String, String> missing, Map<String, String> before) {
    missing.forEach((provider, reason) -> {
      if (!reason.equals(before.get(provider))) {
        LOG.atWarn()
            .addKeyValue("provider", provider)
            .addKeyValue("reason", reason)
            .log("A provider cannot be called");
      }
    });
  }
}
