package dev.sluice.launcher.assembly;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roles beside the request path. They start when the path serves, so that a start is not slower
 * for work that nobody waits for: they read from the log what they have missed. One that takes long
 * to catch up is told of, and no more; its own {@code /readyz} says when it has.
 */
final class StreamsBeside implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsBeside.class);

  private final Deque<AutoCloseable> toClose = new ConcurrentLinkedDeque<>();
  private final CompletableFuture<List<StartedRole>> started = new CompletableFuture<>();
  private @Nullable Thread thread;

  /** Begins to start them, on a thread of its own. Called once. */
  void start(List<Supplier<StartedRole>> starts, Duration atMost) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("sluice-start-streams")
            .start(() -> {
              try {
                started.complete(startAll(starts, atMost));
              } catch (Throwable e) {
                started.completeExceptionally(e);
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
      try {
        role.awaitReady(atMost);
      } catch (StartFailure late) {
        LOG.atWarn().addKeyValue("reason", late.getMessage()).log("a stream is behind");
      }
    }
    return List.copyOf(roles);
  }

  /** The roles, when they are ready; failed where one of them cannot start. */
  CompletableFuture<List<StartedRole>> started() {
    return started.copy();
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

  /** Cuts a start short that is going on, and stops them; one that fails keeps no other. */
  @Override
  public void close() {
    Thread starting = thread;
    if (starting != null) {
      starting.interrupt();
      started.handle((roles, failure) -> "over").join();
    }
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("a stream did not stop cleanly");
      }
    }
  }
}
