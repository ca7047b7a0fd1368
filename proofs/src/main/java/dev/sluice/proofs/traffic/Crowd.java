package dev.sluice.proofs.traffic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Many callers at once. */
public final class Crowd {
  private Crowd() {}

  /**
   * Asks all, so many at a time, and waits for the last answer.
   *
   * @param done is told how many are answered, now and then
   */
  public static List<Answer> ask(Caller caller, List<Ask> asks, int atOnce, IntConsumer done)
      throws InterruptedException {
    List<Answer> answers = Collections.synchronizedList(new ArrayList<>(asks.size()));
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < atOnce; i++) {
        futures.add(
            threads.submit(() -> {
              for (int at = next.getAndIncrement(); at < asks.size(); at = next.getAndIncrement()) {
                answers.add(caller.ask(asks.get(at)));
                if (answers.size() % 500 == 0) {
                  done.accept(answers.size());
                }
              }
            }));
      }
    }
    for (Future<?> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a caller failed", e.getCause());
      }
    }
    return List.copyOf(answers);
  }
}
