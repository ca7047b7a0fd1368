package dev.sluice.bench.mode;

import dev.sluice.bench.load.Call;
import dev.sluice.bench.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Sluice as a user starts it: by the {@code sluice} script, with its own options for the JVM, from
 * the bench's folder of jars.
 */
public final class SluiceModes {

  /** Seconds to ready, as it says itself, and the URL for callers. */
  static final Pattern READY =
      Pattern.compile("Sluice is ready \\(([0-9.]+) s\\)[\\s\\S]*?gateway\\s+(http://\\S+)");

  private static final Pattern BROKER_READY =
      Pattern.compile("broker ready on (\\S+), registry on (\\S+)");

  /** Enough for the AOT cache to be made first, on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(240);

  private final Providers providers;
  private final Path script;
  private final Path app;
  private final Path scratch;

  /**
   * Nothing is started yet.
   *
   * @param script {@code sluice} at the root of the checkout
   * @param app folder with {@code lib/*.jar}; the AOT cache is made in it
   * @param scratch for data and logs
   */
  public SluiceModes(Providers providers, Path script, Path app, Path scratch) {
    this.providers = providers;
    this.script = script;
    this.app = app;
    this.scratch = scratch;
  }

  /**
   * A start that is still going on.
   *
   * @param name of its log and of its data folder, which is new
   * @param aot whether the AOT cache may be used, and is made where it is missing
   */
  public ChildProcess launch(String name, boolean aot) {
    return up(name, SluiceFiles.EMBEDDED, aot);
  }

  /** Waits for a start; gives the seconds that the process itself tells, and the wall time. */
  public static ChildProcess.Outcome await(ChildProcess process) {
    return BareModes.await(process, READY, PATIENCE);
  }

  StartOutcome allInOne() {
    return started(Mode.SLUICE, List.of(), launch(Mode.SLUICE, true));
  }

  StartOutcome split() {
    ChildProcess broker =
        sluice(
            "sluice-broker",
            true,
            List.of(
                "broker",
                "--data",
                scratch.resolve("sluice-broker-data").toString(),
                "--port",
                "0",
                "--registry-port",
                "0"));
    return switch (BareModes.await(broker, BROKER_READY, PATIENCE)) {
      case ChildProcess.Outcome.NotReady notReady -> {
        broker.close();
        yield new StartOutcome.NotStarted(notReady.why());
      }
      case ChildProcess.Outcome.Ready ready -> {
        String kafka = SluiceFiles.external(ready.sign().group(1), ready.sign().group(2));
        yield started(Mode.SLUICE_SPLIT, List.of(broker), up(Mode.SLUICE_SPLIT, kafka, true));
      }
    };
  }

  /**
   * One gateway for a project under budgets and limits and one without.
   *
   * @throws IllegalStateException if it does not start
   */
  public BudgetSubjects withBudgets() throws InterruptedException {
    ChildProcess gateway = up("budgets", true, SluiceFiles.withBudgets(providers.mock()));
    URI chat = URI.create(base(gateway) + "/chat/completions");
    return new BudgetSubjects(
        budgeted(chat, SluiceFiles.FREE_KEY), budgeted(chat, SluiceFiles.KEY), gateway);
  }

  /**
   * One gateway whose providers speak several dialects.
   *
   * @param name of its log and of its data folder
   * @throws IllegalStateException if it does not start
   */
  public DialectSubjects dialects(String name) throws InterruptedException {
    ChildProcess gateway = up(name, true, SluiceFiles.withDialects(providers.mock()));
    return new DialectSubjects(base(gateway), gateway);
  }

  /**
   * One gateway as the table has it, which an earlier build can be as well.
   *
   * @param name of its log and of its data folder
   * @throws IllegalStateException if it does not start
   */
  public DialectSubjects plain(String name) throws InterruptedException {
    ChildProcess gateway = launch(name, true);
    return new DialectSubjects(base(gateway), gateway);
  }

  /** The same with the jars of another build. */
  public SluiceModes ofBuild(Path otherApp) {
    return new SluiceModes(providers, script, otherApp, scratch);
  }

  private static URI base(ChildProcess gateway) throws InterruptedException {
    return switch (gateway.await(READY, PATIENCE)) {
      case ChildProcess.Outcome.NotReady notReady -> {
        gateway.close();
        throw new IllegalStateException(notReady.why());
      }
      case ChildProcess.Outcome.Ready ready -> URI.create(ready.sign().group(2));
    };
  }

  private static Call budgeted(URI chat, String key) {
    return Call.post(
        chat, Map.of("authorization", "Bearer " + key), Bodies.ofUser(Bodies.JSON_MODEL));
  }

  private ChildProcess up(String name, String kafka, boolean aot) {
    return up(name, aot, SluiceFiles.text(kafka, providers.mock(), providers.clock()));
  }

  private ChildProcess up(String name, boolean aot, String text) {
    Path file = scratch.resolve(name + ".yaml");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sluice(
        name,
        aot,
        List.of(
            "up",
            "--config",
            file.toString(),
            "--data",
            scratch.resolve(name + "-data").toString()));
  }

  private ChildProcess sluice(String name, boolean aot, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.addAll(arguments);
    Map<String, String> environment = new HashMap<>(SluiceFiles.ENVIRONMENT);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SLUICE_APP", app.toString());
    if (!aot) {
      environment.put("SLUICE_NO_AOT", "1");
    }
    return ChildProcess.start(name, command, environment, scratch);
  }

  private static StartOutcome started(
      String name, List<ChildProcess> before, ChildProcess gateway) {
    List<ChildProcess> children = new ArrayList<>(before);
    children.add(gateway);
    return switch (await(gateway)) {
      case ChildProcess.Outcome.NotReady notReady -> {
        children.reversed().forEach(ChildProcess::close);
        yield new StartOutcome.NotStarted(notReady.why());
      }
      case ChildProcess.Outcome.Ready ready -> {
        URI chat = URI.create(ready.sign().group(2) + "/chat/completions");
        Map<String, String> key = Map.of("authorization", "Bearer " + SluiceFiles.KEY);
        yield new StartOutcome.Started(
            Subject.of(
                name,
                Call.post(chat, key, Bodies.json(Bodies.JSON_MODEL)),
                Call.post(chat, key, Bodies.stream(Bodies.STREAM_MODEL)),
                children));
      }
    };
  }
}
