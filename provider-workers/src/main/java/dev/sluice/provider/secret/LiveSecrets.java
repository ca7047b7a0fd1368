package dev.sluice.provider.secret;

import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves references to secrets, and notices new contents of files within a second. A thread of
 * its own reads them, so a file system that hangs holds up nobody who knows a secret already. The
 * environment of a process does not change.
 */
public final class LiveSecrets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSecrets.class);

  /** Two looks must see the same. */
  private static final long LOOK_EVERY_MS = 250;

  private final Map<String, String> environment;
  private final Map<SecretReference, WatchedSecret> watched = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sluice-worker-secrets").daemon().factory());

  /**
   * @param environment where {@code env:} references are looked up
   */
  public LiveSecrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Begins to look.
   *
   * @param changed told on the looking thread when any secret has another value than before
   */
  public void start(Runnable changed) {
    thread.scheduleWithFixedDelay(
        () -> {
          try {
            if (look()) {
              changed.run();
            }
          } catch (RuntimeException e) {
            LOG.atWarn()
                .addKeyValue("error", e.getClass().getSimpleName())
                .log("Files with secrets cannot be looked at, trying again");
          }
        },
        LOOK_EVERY_MS,
        LOOK_EVERY_MS,
        TimeUnit.MILLISECONDS);
  }

  /** The secret as it is known now. Reads a file that was never asked for before. */
  public SecretOutcome resolve(SecretReference reference) {
    return switch (reference) {
      case SecretReference.Env env -> env.resolve(environment);
      case SecretReference.File file -> watch(file);
      case SecretReference.Folder folder -> watch(folder);
    };
  }

  private SecretOutcome watch(SecretReference reference) {
    return watched
        .computeIfAbsent(
            reference, added -> new WatchedSecret(added, () -> added.resolve(environment)))
        .inForce();
  }

  /** Looks no longer at what none of these references names. */
  public void retain(Set<SecretReference> references) {
    watched.keySet().retainAll(references);
  }

  /** What people should know: secrets that are gone and still used. No values. */
  public List<String> notes() {
    return watched.values().stream()
        .map(WatchedSecret::note)
        .filter(Objects::nonNull)
        .sorted()
        .toList();
  }

  /** Looks once at everything; whether there was something new. */
  boolean look() {
    boolean changed = false;
    for (WatchedSecret secret : watched.values()) {
      changed |= secret.look();
    }
    return changed;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
