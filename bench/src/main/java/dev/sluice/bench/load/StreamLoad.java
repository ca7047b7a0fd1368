package dev.sluice.bench.load;

import dev.sluice.bench.clock.StampScanner;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * So many event streams at once, each begun again when it ends. Each piece says when it was
 * written, so what is measured is its way from there to here.
 */
public final class StreamLoad {

  private static final long TURN_MILLIS = 10;

  private final Call call;
  private final int streams;
  private final int pieces;
  private final Duration length;

  /**
   * A load.
   *
   * @param pieces of each stream; another number is an error
   * @param length of a stream: the streams are begun one by one over that time, since otherwise all
   *     would speak at once
   */
  public StreamLoad(Call call, int streams, int pieces, Duration length) {
    this.call = call;
    this.streams = streams;
    this.pieces = pieces;
    this.length = length;
  }

  /** Runs to the window's end, lets open streams finish, and reports. Blocks. */
  public LoadReport run(Window window) {
    Run run = new Run(window, streams, pieces);
    try (CallLoop loop = new CallLoop(call, streams, run, number -> run.readers[number])) {
      run.loop = loop;
      long start = System.nanoTime();
      long now = start;
      window.start(now);
      int begun = 0;
      double gapNanos = (double) length.toNanos() / streams;
      while (window.advance(now)) {
        while (begun < streams && now - start >= begun * gapNanos) {
          run.begin(loop.connections().get(begun++));
        }
        loop.turn(window.waitMillis(now, begun < streams ? 1 : TURN_MILLIS));
        now = System.nanoTime();
      }
      run.stopping = true;
      long patience = length.toNanos() * 2;
      while (loop.anyInFlight() && System.nanoTime() - now < patience) {
        loop.turn(TURN_MILLIS);
      }
      run.errors += loop.connections().stream().filter(Connection::inFlight).count();
    }
    return new LoadReport(
        run.done, run.errors, window.seconds(), run.added.quantiles(), run.firstTokens.quantiles());
  }

  private static final class Run implements Course {
    private final Window window;
    private final int pieces;
    private final Latencies added = new Latencies();
    private final Latencies firstTokens = new Latencies();
    private final Reader[] readers;
    private @Nullable CallLoop loop;
    private boolean stopping;
    private long done;
    private long errors;

    private Run(Window window, int streams, int pieces) {
      this.window = window;
      this.pieces = pieces;
      this.readers = new Reader[streams];
      for (int i = 0; i < streams; i++) {
        readers[i] = new Reader(this);
      }
    }

    private void begin(Connection connection) {
      if (!stopping && loop != null) {
        long now = System.nanoTime();
        readers[connection.number()].begin(now);
        loop.send(connection, now);
      }
    }

    private void arrived(long sentNanos, long stampNanos, boolean first, long nowNanos) {
      if (!window.contains(nowNanos)) {
        return;
      }
      done++;
      added.record(stampNanos, nowNanos);
      if (first) {
        firstTokens.record(sentNanos, nowNanos);
      }
    }

    @Override
    public void replied(Connection connection, int status, long nowNanos) {
      if (status / 100 != 2 || readers[connection.number()].seen != pieces) {
        errors++;
      }
      begin(connection);
    }

    @Override
    public void failed(Connection connection, long nowNanos) {
      errors++;
      begin(connection);
    }
  }

  private static final class Reader implements BodySink {
    private final Run run;
    private final StampScanner scanner = new StampScanner(this::stamp);
    private long sentNanos;
    private long nowNanos;
    private int seen;

    private Reader(Run run) {
      this.run = run;
    }

    private void begin(long now) {
      sentNanos = now;
      seen = 0;
    }

    @Override
    public void piece(byte[] bytes, int from, int to, long now) {
      nowNanos = now;
      scanner.scan(bytes, from, to);
    }

    private void stamp(long stampNanos) {
      run.arrived(sentNanos, stampNanos, seen == 0, nowNanos);
      seen++;
    }
  }
}
