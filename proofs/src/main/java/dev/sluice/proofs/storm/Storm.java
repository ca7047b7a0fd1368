package dev.sluice.proofs.storm;

import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Answer.Ending;
import dev.sluice.proofs.traffic.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers that ask without a pause, and who are refused ask again a little later, until they are
 * told to stop.
 */
final class Storm implements AutoCloseable {
  private static final int REFUSED = 429;
  private static final int MOST_EXAMPLES = 5;

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Map<String, Integer> endings = new TreeMap<>();
  private final List<String> strange = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Caller> callers = new ArrayList<>();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong lastServedNanos = new AtomicLong(System.nanoTime());

  /**
   * The refusal that callers expect.
   *
   * @param word that its message has
   * @param again after which they ask again
   */
  record Refusal(String word, Duration again) {
    static final Refusal OF_BUDGET = new Refusal("budget_exceeded", Duration.ofSeconds(3));
    static final Refusal OF_LIMIT = new Refusal("rate_limit_exceeded", Duration.ofMillis(500));
  }

  private final Refusal refusal;

  private Storm(Refusal refusal) {
    this.refusal = refusal;
  }

  /** Starts so many callers, spread over the ingresses. */
  static Storm start(
      List<String> urls,
      String key,
      Duration deadline,
      StormTraffic traffic,
      int atOnce,
      Refusal refusal) {
    Storm storm = new Storm(refusal);
    urls.forEach(url -> storm.callers.add(new Caller(url, key, deadline)));
    for (int i = 0; i < atOnce; i++) {
      Caller caller = storm.callers.get(i % urls.size());
      storm.threads.submit(() -> storm.ask(caller, traffic));
    }
    return storm;
  }

  private void ask(Caller caller, StormTraffic traffic) {
    try {
      boolean ended = false;
      while (!ended) {
        Answer answer = caller.ask(traffic.next());
        note(answer);
        long pauseMs = answer.ending() == Ending.FULL ? 0 : refusal.again().toMillis();
        ended = stopping.await(pauseMs, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(Answer answer) {
    boolean full = answer.ending() == Ending.FULL;
    boolean told = isRefusal(answer);
    if (full) {
      served.incrementAndGet();
      lastServedNanos.set(System.nanoTime());
    } else if (told) {
      refused.incrementAndGet();
    }
    synchronized (endings) {
      endings.merge(
          answer.ending() + (answer.status() == 200 ? "" : " " + answer.status()), 1, Integer::sum);
      if (!full && !told && strange.size() < MOST_EXAMPLES) {
        strange.add(answer.toString());
      }
    }
  }

  /**
   * By its status; or, where a stream had waited for so long that it had to begin, by the event
   * that ends it without a token.
   */
  private boolean isRefusal(Answer answer) {
    boolean inStream = answer.ending() == Ending.STREAM_ERROR && answer.events() == 0;
    return (answer.status() == REFUSED || inStream) && answer.errorText().contains(refusal.word());
  }

  int served() {
    return served.get();
  }

  int refused() {
    return refused.get();
  }

  /** How long nobody got a full answer, since the first one; nothing before that. */
  Duration quiet() {
    return served.get() == 0
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - lastServedNanos.get());
  }

  /** How calls ended, by kind. */
  Map<String, Integer> endings() {
    synchronized (endings) {
      return new TreeMap<>(endings);
    }
  }

  /** Some answers that are neither full nor a refusal of a budget. */
  List<String> strange() {
    synchronized (endings) {
      return List.copyOf(strange);
    }
  }

  /** Lets the open calls end. */
  void stop() {
    stopping.countDown();
    threads.close();
  }

  @Override
  public void close() {
    stopping.countDown();
    threads.shutdownNow();
    callers.forEach(Caller::close);
  }
}
