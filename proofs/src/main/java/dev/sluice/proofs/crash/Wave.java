package dev.sluice.proofs.crash;

import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Caller;
import dev.sluice.proofs.traffic.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Callers that ask without a pause until they are told to stop. */
final class Wave implements AutoCloseable {
  /** What one call is like. */
  enum Calls {
    /** A second each, so that every kill finds many in flight. */
    LONG(40, 40),
    /** As many as go through, so that every stop finds records in every buffer. */
    SHORT(3, 5_000);

    private final int outputTokens;
    private final int tokensPerSecond;

    Calls(int outputTokens, int tokensPerSecond) {
      this.outputTokens = outputTokens;
      this.tokensPerSecond = tokensPerSecond;
    }
  }

  /** An answer and when it began and through which ingress it went. */
  record Told(String through, long beganAtMs, Answer answer) {}

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Caller> callers = new ArrayList<>();

  /** Starts so many callers, spread over the ingresses. */
  static Wave start(
      List<String> urls, String key, Duration deadline, Traffic traffic, Calls calls, int atOnce) {
    Wave wave = new Wave();
    for (String url : urls) {
      wave.callers.add(new Caller(url, key, deadline));
    }
    for (int i = 0; i < atOnce; i++) {
      int to = i % urls.size();
      wave.threads.submit(() -> wave.ask(wave.callers.get(to), urls.get(to), traffic, calls));
    }
    return wave;
  }

  private void ask(Caller caller, String url, Traffic traffic, Calls calls) {
    while (!stopping.get()) {
      long began = System.currentTimeMillis();
      Answer answer = caller.ask(next(traffic, calls));
      told.add(new Told(url, began, answer));
      if (answer.status() == 0 || answer.status() == 503) {
        pause();
      }
    }
  }

  /** The mix is one sequence, whoever asks next. */
  private static Ask next(Traffic traffic, Calls calls) {
    synchronized (traffic) {
      return traffic.calm(calls.outputTokens, calls.tokensPerSecond);
    }
  }

  private void pause() {
    synchronized (stopping) {
      try {
        stopping.wait(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stopping.set(true);
      }
    }
  }

  /** Lets the open calls end; returns all that was told. */
  List<Told> stop() {
    stopping.set(true);
    threads.close();
    return List.copyOf(told);
  }

  /** Full answers so far. */
  int full() {
    return (int) told.stream().filter(one -> one.answer().ending() == Answer.Ending.FULL).count();
  }

  int answered() {
    return told.size();
  }

  @Override
  public void close() {
    stopping.set(true);
    threads.shutdownNow();
    callers.forEach(Caller::close);
  }
}
