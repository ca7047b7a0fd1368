package dev.sluice.bench.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls at a fixed rate, whatever becomes of the earlier ones. Latency counts from the moment when
 * a call was due: one that waits for a free connection, or for the sender, waits on the clock.
 */
public final class OpenLoad {

  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final long TURN_MILLIS = 50;

  private final Call call;
  private final double perSecond;
  private final int mostConnections;

  /**
   * A load.
   *
   * @param mostConnections calls that may be open at once; further ones wait, on the clock
   */
  public OpenLoad(Call call, double perSecond, int mostConnections) {
    this.call = call;
    this.perSecond = perSecond;
    this.mostConnections = mostConnections;
  }

  /**
   * Runs to the window's end, lets open calls finish, and reports the calls that were due in the
   * window. Those that never finish count as errors, and with the time that they took so far.
   */
  public LoadReport run(Window window) throws InterruptedException {
    Run run = new Run(window);
    try (CallLoop loop = new CallLoop(call, mostConnections, run, number -> BodySink.IGNORE)) {
      run.open(loop);
      long now = System.nanoTime();
      window.start(now);
      DueTimes times = new DueTimes(now, perSecond);
      Thread sender = new Thread(() -> run.sendAll(times), "bench-sender");
      sender.setDaemon(true);
      sender.start();
      while (window.advance(now)) {
        loop.turn(window.waitMillis(now, TURN_MILLIS));
        now = System.nanoTime();
      }
      sender.join();
      while (run.anyOpen() && System.nanoTime() - now < PATIENCE_NANOS) {
        loop.turn(TURN_MILLIS);
      }
      run.giveUp(System.nanoTime());
    }
    return new LoadReport(
        run.done, run.errors, window.seconds(), run.latencies.quantiles(), Quantiles.NONE);
  }

  private static final class Run implements Course {
    private final Window window;
    private final Latencies latencies = new Latencies();
    private final Object lock = new Object();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private @Nullable CallLoop loop;
    private long done;
    private long errors;

    private Run(Window window) {
      this.window = window;
    }

    private void open(CallLoop opened) {
      loop = opened;
      idle.addAll(opened.connections());
    }

    /** On the sender's thread. */
    private void sendAll(DueTimes times) {
      for (long number = 0; times.dueNanos(number) - window.endNanos() < 0; number++) {
        long due = times.dueNanos(number);
        for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
          LockSupport.parkNanos(early);
        }
        submit(due);
      }
    }

    private void submit(long due) {
      Connection free;
      synchronized (lock) {
        free = idle.poll();
        if (free == null) {
          waiting.add(due);
          return;
        }
      }
      send(free, due);
    }

    private void send(Connection connection, long due) {
      if (loop != null) {
        loop.send(connection, due);
      }
    }

    @Override
    public void replied(Connection connection, int status, long nowNanos) {
      record(connection.dueNanos(), nowNanos, status / 100 == 2);
      next(connection);
    }

    @Override
    public void failed(Connection connection, long nowNanos) {
      record(connection.dueNanos(), nowNanos, false);
      next(connection);
    }

    private void record(long due, long now, boolean good) {
      if (!good) {
        errors++;
      }
      if (window.contains(due)) {
        done += good ? 1 : 0;
        latencies.record(due, now);
      }
    }

    private void next(Connection connection) {
      Long due;
      synchronized (lock) {
        due = waiting.poll();
        if (due == null) {
          idle.add(connection);
          return;
        }
      }
      send(connection, due);
    }

    private boolean anyOpen() {
      synchronized (lock) {
        return !waiting.isEmpty() || (loop != null && idle.size() < loop.connections().size());
      }
    }

    private void giveUp(long now) {
      if (loop == null) {
        return;
      }
      loop.connections().stream()
          .filter(Connection::inFlight)
          .forEach(connection -> record(connection.dueNanos(), now, false));
      waiting.forEach(due -> record(due, now, false));
    }
  }
}
