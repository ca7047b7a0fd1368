package dev.sluice.bench.load;

import org.jspecify.annotations.Nullable;

/** So many connections, each with one call in flight, the next as soon as the last is answered. */
public final class ClosedLoad {

  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final long TURN_MILLIS = 100;

  private final Call call;
  private final int connections;

  public ClosedLoad(Call call, int connections) {
    this.call = call;
    this.connections = connections;
  }

  /** Runs to the window's end, lets open calls finish, and reports. Blocks. */
  public LoadReport run(Window window) {
    Run run = new Run(window);
    try (CallLoop loop = new CallLoop(call, connections, run, number -> BodySink.IGNORE)) {
      run.loop = loop;
      long now = System.nanoTime();
      window.start(now);
      for (Connection connection : loop.connections()) {
        loop.send(connection, System.nanoTime());
      }
      while (window.advance(now)) {
        loop.turn(window.waitMillis(now, TURN_MILLIS));
        now = System.nanoTime();
      }
      run.stopping = true;
      while (loop.anyInFlight() && System.nanoTime() - now < PATIENCE_NANOS) {
        loop.turn(TURN_MILLIS);
      }
      run.errors += loop.connections().stream().filter(Connection::inFlight).count();
    }
    return new LoadReport(
        run.done, run.errors, window.seconds(), run.latencies.quantiles(), Quantiles.NONE);
  }

  private static final class Run implements Course {
    private final Window window;
    private final Latencies latencies = new Latencies();
    private @Nullable CallLoop loop;
    private boolean stopping;
    private long done;
    private long errors;

    private Run(Window window) {
      this.window = window;
    }

    @Override
    public void replied(Connection connection, int status, long nowNanos) {
      if (status / 100 != 2) {
        errors++;
      } else if (window.contains(nowNanos)) {
        done++;
        latencies.record(connection.dueNanos(), nowNanos);
      }
      next(connection);
    }

    @Override
    public void failed(Connection connection, long nowNanos) {
      errors++;
      next(connection);
    }

    private void next(Connection connection) {
      if (!stopping && loop != null) {
        loop.send(connection, System.nanoTime());
      }
    }
  }
}
