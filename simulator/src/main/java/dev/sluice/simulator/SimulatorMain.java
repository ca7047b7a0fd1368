package dev.sluice.simulator;

import dev.sluice.simulator.fault.Behaviour;
import dev.sluice.simulator.fault.Fault;
import dev.sluice.simulator.fault.FaultPlan;
import dev.sluice.simulator.fault.Pace;
import dev.sluice.simulator.fault.Size;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that runs a simulator until the process ends. */
@Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "A provider that exists only here: OpenAI chat completions, Anthropic Messages, Google"
            + " generateContent and Bedrock Converse, with faults, recorded exchanges and a bill of its own.")
public final class SimulatorMain implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--host", description = "Address to listen on.")
  private String host = "127.0.0.1";

  @Option(names = "--port", description = "Port to listen on, 0 for any free one.")
  private int port;

  @Option(names = "--event-loops", description = "Threads that serve calls.")
  private int eventLoops = SimulatorConfig.defaults().eventLoops();

  @Option(names = "--playback", description = "Folder of recorded exchanges; only they are played.")
  private @Nullable Path playback;

  @Option(
      names = "--lenient",
      description = "Play the only recording that is alike where none is equal.")
  private boolean lenient;

  @Option(names = "--latency-ms", description = "Milliseconds before any answer.")
  private int latencyMs;

  @Option(names = "--ttft-ms", description = "Further milliseconds to the first token.")
  private int ttftMs;

  @Option(names = "--tokens-per-second", description = "Rate of an answer, 0 for all at once.")
  private double tokensPerSecond;

  @Option(names = "--output-tokens", description = "Tokens of an answer, -1 to vary by prompt.")
  private int outputTokens = Size.SEEDED;

  @Option(
      names = "--fault",
      split = "[|,]",
      description = "Faults to choose from, for example 429.")
  private List<String> faults = new ArrayList<>();

  @Option(names = "--fault-pct", description = "Calls of a hundred that meet a fault.")
  private double faultPercent = 100;

  @Option(names = "--seed", description = "Decides words, lengths and luck.")
  private long seed = 1;

  @Option(names = "--letters-per-token", description = "Widest token of the tokenizer.")
  private int lettersPerToken = SimulatorConfig.DEFAULT_LETTERS_PER_TOKEN;

  @Option(names = "--bill-entries", description = "Most entries that the bill holds.")
  private int billEntries = SimulatorConfig.DEFAULT_BILL_ENTRIES;

  @Option(names = "--no-bill", description = "Keep no bill.")
  private boolean noBill;

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    setUnlessGiven("logback.configurationFile", "dev/sluice/simulator/simulator-logback.xml");
    // Our own headers need no validation, and nobody reads Vert.x' metrics here: half as many calls
    // a second again, measured with plain replies on 32 connections.
    setUnlessGiven("vertx.disableHttpHeadersValidation", "true");
    setUnlessGiven("vertx.disableMetrics", "true");
    setUnlessGiven("vertx.disableContextTimings", "true");
    System.exit(new CommandLine(new SimulatorMain()).execute(args));
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    SimulatorServer server = SimulatorServer.start(config());
    PrintWriter out = out();
    out.println("simulator ready on " + server.url());
    out.flush();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "simulator-stop"));
    new CountDownLatch(1).await();
    return 0;
  }

  /** The configuration that the options ask for. */
  SimulatorConfig config() {
    Size size = new Size(outputTokens, 0, 0, 0, 0, "");
    FaultPlan plan =
        new FaultPlan(
            faults.stream().map(this::fault).toList(),
            faultPercent,
            FaultPlan.NONE.after(),
            FaultPlan.NONE.retryAfterSeconds(),
            "");
    Pace pace = new Pace(latencyMs, ttftMs, tokensPerSecond);
    return new SimulatorConfig(
        host,
        port,
        eventLoops,
        new Behaviour(pace, size, plan, seed, ""),
        new SimulatorConfig.Playback(Optional.ofNullable(playback), !lenient),
        noBill ? 0 : billEntries,
        lettersPerToken);
  }

  private Fault fault(String name) {
    return Fault.named(name)
        .orElseThrow(() ->
            new ParameterException(
                new CommandLine(this), "no fault " + name + "; there are " + Fault.names()));
  }

  private PrintWriter out() {
    return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
  }
}
