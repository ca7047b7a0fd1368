package dev.sluice.bench.mode;

import dev.sluice.bench.process.Announcement;
import dev.sluice.bench.process.ChildProcess;
import dev.sluice.bench.process.JavaCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The two providers behind every mode: the simulator, and the one whose streams tell the time. */
public final class Providers implements AutoCloseable {

  static final Pattern READY = Pattern.compile(Announcement.READY + "(http://\\S+)");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> SMALL = List.of("-Xms128m", "-Xmx256m", "-Xmn96m");

  private final ChildProcess mockProcess;
  private final ChildProcess clockProcess;
  private final URI mock;
  private final URI clock;

  private Providers(ChildProcess mockProcess, ChildProcess clockProcess, URI mock, URI clock) {
    this.mockProcess = mockProcess;
    this.clockProcess = clockProcess;
    this.mock = mock;
    this.clock = clock;
  }

  /**
   * Starts both.
   *
   * @param mockPort 0 for a free one
   * @param clockPort 0 for a free one
   * @throws IllegalStateException if one does not start: nothing can be measured then
   */
  public static Providers start(int mockPort, int clockPort, Path logs)
      throws InterruptedException {
    ChildProcess mockProcess =
        ChildProcess.start(
            "mock",
            JavaCommand.of(
                SMALL,
                "dev.sluice.simulator.SimulatorMain",
                List.of(
                    "--no-bill",
                    "--port",
                    Integer.toString(mockPort),
                    "--output-tokens",
                    Integer.toString(Bodies.OUTPUT_TOKENS))),
            Map.of(),
            logs);
    ChildProcess clockProcess =
        ChildProcess.start(
            "clock",
            JavaCommand.of(
                SMALL,
                "dev.sluice.bench.clock.ClockMain",
                List.of(
                    "--port",
                    Integer.toString(clockPort),
                    "--pieces",
                    Integer.toString(Bodies.PIECES),
                    "--period-ms",
                    Integer.toString(Bodies.PERIOD_MILLIS))),
            Map.of(),
            logs);
    try {
      return new Providers(mockProcess, clockProcess, address(mockProcess), address(clockProcess));
    } catch (RuntimeException | InterruptedException e) {
      mockProcess.close();
      clockProcess.close();
      throw e;
    }
  }

  private static URI address(ChildProcess process) throws InterruptedException {
    return switch (process.await(READY, PATIENCE)) {
      case ChildProcess.Outcome.Ready ready -> URI.create(ready.sign().group(1));
      case ChildProcess.Outcome.NotReady notReady ->
          throw new IllegalStateException(notReady.why());
    };
  }

  /** Root of the simulator. */
  public URI mock() {
    return mock;
  }

  /** Root of the provider of streams. */
  public URI clock() {
    return clock;
  }

  /** Their processes. */
  public List<Long> pids() {
    return List.of(mockProcess.pid(), clockProcess.pid());
  }

  @Override
  public void close() {
    mockProcess.close();
    clockProcess.close();
  }
}
