package dev.sluice.bench;

import dev.sluice.bench.load.Call;
import dev.sluice.bench.load.ClosedLoad;
import dev.sluice.bench.load.LoadReport;
import dev.sluice.bench.load.OpenLoad;
import dev.sluice.bench.load.StreamLoad;
import dev.sluice.bench.load.Window;
import dev.sluice.bench.mode.Bodies;
import dev.sluice.bench.process.ProcStat;
import dev.sluice.bench.result.Figures;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run load}: one load on whatever listens at a URL. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Puts one load on a URL and prints what it measured.")
final class LoadCommand implements Callable<Integer> {

  @Option(names = "--url", required = true, description = "Of the chat completions.")
  private URI url = URI.create("http://127.0.0.1");

  @Option(names = "--key", description = "Bearer token.")
  private String key = "";

  @Option(names = "--model", description = "Model to ask for.")
  private String model = Bodies.JSON_MODEL;

  @Option(names = "--connections", description = "Calls in flight, or streams.")
  private int connections = 32;

  @Option(names = "--rate", description = "Calls a second of an open loop, 0 for a closed one.")
  private double rate;

  @Option(names = "--stream", description = "Read streams of the bench's own provider.")
  private boolean stream;

  @Option(names = "--lead-in", description = "Seconds before anything is measured.")
  private int leadIn = 2;

  @Option(names = "--seconds", description = "Seconds that are measured.")
  private int seconds = 5;

  @Option(names = "--pid", split = ",", description = "Processes whose processor time to tell.")
  private List<Long> pids = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!key.isEmpty()) {
      headers.put("authorization", "Bearer " + key);
    }
    Call call = Call.post(url, headers, stream ? Bodies.stream(model) : Bodies.json(model));
    AtomicLong cpu = new AtomicLong();
    Window window =
        new Window(
            Duration.ofSeconds(leadIn),
            Duration.ofSeconds(seconds),
            () -> cpu.addAndGet(-ProcStat.cpuMicros(pids)),
            () -> cpu.addAndGet(ProcStat.cpuMicros(pids)));
    LoadReport report = report(call, window);
    System.out.printf(
        "%.0f/s  p50 %s  p99 %s  p99.9 %s ms  errors %d%n",
        report.perSecond(),
        Figures.millis(report.latency().p50Nanos()),
        Figures.millis(report.latency().p99Nanos()),
        Figures.millis(report.latency().p999Nanos()),
        report.errors());
    if (stream) {
      System.out.printf(
          "first token p50 %s  p99 %s ms%n",
          Figures.millis(report.firstToken().p50Nanos()),
          Figures.millis(report.firstToken().p99Nanos()));
    }
    if (!pids.isEmpty() && report.done() > 0) {
      System.out.printf("%d us of processor time each%n", cpu.get() / report.done());
    }
    return report.errors() == 0 ? 0 : 1;
  }

  private LoadReport report(Call call, Window window) throws InterruptedException {
    if (stream) {
      return new StreamLoad(call, connections, Bodies.PIECES, Bodies.STREAM_LENGTH).run(window);
    }
    return rate > 0
        ? new OpenLoad(call, rate, connections).run(window)
        : new ClosedLoad(call, connections).run(window);
  }
}
