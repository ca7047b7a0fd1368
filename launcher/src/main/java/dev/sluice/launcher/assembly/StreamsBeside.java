package dev.sluice.launcher.assembly;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roles beside the request path. They start when the path serves, so that a start is not slower
 * for work that nobody waits for: they read from the log what they have missed.
 */
final class StreamsBeside implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsBeside.class);

  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private CompletableFuture<List<StartedRole>> started =
      CompletableFuture.completedFuture(List.of());

  /** Begins to start them, on a thread of its own. Called once. */
  void start(List<Supplier<StartedRole>> starts, Duration atMost) {
    CompletableFuture<List<StartedRole>> running = new CompletableFuture<>();
    started = running;
    Thread.ofPlatform()
        .daemon()
        .name("sluice-start-streams")
        .start(() -> {
          try {
            running.complete(startAll(starts, atMost));
          } catch (RuntimeException e) {
            running.completeExceptionally(e);
          } catch (InterruptedException e) {
            running.completeExceptionally(new IllegalStateException("interrupted", e));
          }
        });
  }

  private List<StartedRole> startAll(List<Supplier<StartedRole>> starts, Duration atMost)
      throws InterruptedException {
    List<StartedRole> roles = new ArrayList<>();
    for (Supplier<StartedRole> start : starts) {
      StartedRole role = start.get();
      toClose.push(role.closing());
      roles.add(role);
    }
    for (StartedRole role : roles) {
      role.awaitReady(atMost);
    }
    return List.copyOf(roles);
  }

  /**
   * Waits until they are ready.
   *
   * @throws StartFailure if one of them cannot start
   */
  List<StartedRole> await() {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Waits for a start that is going on, and stops them; one that fails does not keep others. */
  @Override
  public void close() {
    started.handle((roles, failure) -> roles).join();
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("a stream did not stop cleanly");
      }
    }
  }
}
