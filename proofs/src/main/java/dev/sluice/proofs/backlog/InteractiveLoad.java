package dev.sluice.proofs.backlog;

import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A few callers, each with one request at a time and a pause between them, so that they do not fill
 * the machine themselves.
 */
final class InteractiveLoad implements AutoCloseable {
  private static final int CALLERS = 4;
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private final Caller caller;
  private final Ask ask;
  private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
  private final Queue<Answer> failed = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
  private volatile boolean stopping;

  private InteractiveLoad(Caller caller, Ask ask) {
    this.caller = caller;
    this.ask = ask;
  }

  /** Starts to ask this again and again. */
  static InteractiveLoad start(Caller caller, Ask ask) {
    InteractiveLoad load = new InteractiveLoad(caller, ask);
    for (int i = 0; i < CALLERS; i++) {
      load.threads.execute(load::run);
    }
    return load;
  }

  private void run() {
    long due = System.nanoTime();
    while (!stopping) {
      long atMs = System.currentTimeMillis();
      long began = System.nanoTime();
      Answer answer = caller.ask(ask);
      long now = System.nanoTime();
      if (answer.ending() == Answer.Ending.FULL) {
        samples.add(new Sample(atMs, now - began));
      } else {
        failed.add(answer);
      }
      due = Math.max(due + EVERY_NANOS, now);
      LockSupport.parkNanos(due - now);
    }
  }

  /** Those that were answered in full. */
  List<Sample> samples() {
    return new ArrayList<>(samples);
  }

  /** All others. */
  List<Answer> failed() {
    return new ArrayList<>(failed);
  }

  /** Waits for the last answers. */
  @Override
  public void close() {
    stopping = true;
    threads.close();
  }
}
