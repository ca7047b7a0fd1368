package dev.sluice.bench;

import dev.sluice.bench.load.Call;
import dev.sluice.bench.mode.Bodies;
import dev.sluice.bench.mode.DialectSubjects;
import dev.sluice.bench.process.Machine;
import dev.sluice.bench.result.DialectCost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/run dialects}: what translation costs on the whole path. */
@Command(
    name = "dialects",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures calls across dialects beside calls within one, in turn.")
final class DialectsCommand implements Callable<Integer> {
  private static final String ANTHROPIC = "anthropic/claude-haiku-4-5";
  private static final String GEMINI = "google/gemini-2.5-flash";

  private static final int SLICES = 6;

  @Mixin private PlaceOptions placeOptions = new PlaceOptions();

  @Option(names = "--pairs", description = "Of one measurement of each of two.")
  private int pairs = 24;

  @Option(names = "--seconds", description = "Of each measurement.")
  private int seconds = 2;

  @Option(names = "--warm-up", description = "Seconds of load on each call before.")
  private int warmUp = 30;

  @Option(
      names = "--before-warm-up",
      description = "Seconds of load on each of two builds before; two JVMs share the cores.")
  private int beforeWarmUp = 120;

  @Option(names = "--connections", description = "Of the closed loop.")
  private int connections = 64;

  @Option(
      names = "--before",
      paramLabel = "DIR",
      description = "Folder with lib/*.jar of an earlier build, to compare the chat path with.")
  private Optional<Path> before = Optional.empty();

  @Option(names = "--no-page", description = "Print only; RESULTS.md stays as it is.")
  private boolean noPage;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Watchdog.start(Duration.ofMinutes(25));
    Machine machine = Machine.here();
    PairedLoad load = new PairedLoad(connections, seconds, pairs);
    List<DialectCost.Line> lines = new ArrayList<>();
    try (Bench bench = placeOptions.open(List.of())) {
      if (before.isPresent()) {
        lines.add(beside(bench, before.get().toAbsolutePath(), load));
      }
      across(bench, load, lines);
    }
    ResultsFile.write(
        placeOptions.places(),
        DialectCost.TITLE,
        new DialectCost(connections, seconds, beforeWarmUp, lines)
            .text(placeOptions.conditions(machine, warmUp, seconds, pairs)),
        noPage);
    return 0;
  }

  private DialectCost.Line beside(Bench bench, Path earlier, PairedLoad load)
      throws InterruptedException {
    try (DialectSubjects old = bench.sluice().ofBuild(earlier).plain("before");
        DialectSubjects now = bench.sluice().plain("now")) {
      Call base = old.chat(Bodies.JSON_MODEL);
      Call other = now.chat(Bodies.JSON_MODEL);
      Progress.say("warming up");
      for (int slice = 0; slice < SLICES; slice++) { // neither compiles while only the other works
        load.warmUp(base, beforeWarmUp / SLICES);
        load.warmUp(other, beforeWarmUp / SLICES);
      }
      return new DialectCost.Line(
          "OpenAI to OpenAI, an earlier build and this one",
          DialectCost.THAN_BEFORE,
          load.measure("beside the earlier build", base, other));
    }
  }

  private void across(Bench bench, PairedLoad load, List<DialectCost.Line> lines)
      throws InterruptedException {
    try (DialectSubjects subjects = bench.sluice().dialects("dialects")) {
      Call chat = warm(load, subjects.chat(Bodies.JSON_MODEL));
      Call chatToAnthropic = warm(load, subjects.chat(ANTHROPIC));
      Call chatToGemini = warm(load, subjects.chat(GEMINI));
      Call messages = warm(load, subjects.messages(ANTHROPIC));
      Call messagesToOpenAi = warm(load, subjects.messages(Bodies.JSON_MODEL));
      lines.add(line("OpenAI to OpenAI, and to Anthropic", load, chat, chatToAnthropic));
      lines.add(line("OpenAI to OpenAI, and to Gemini", load, chat, chatToGemini));
      lines.add(line("Anthropic to Anthropic, and to OpenAI", load, messages, messagesToOpenAi));
    }
  }

  private static DialectCost.Line line(String what, PairedLoad load, Call base, Call other) {
    return new DialectCost.Line(what, DialectCost.ACROSS, load.measure(what, base, other));
  }

  private Call warm(PairedLoad load, Call call) {
    Progress.say("warming up");
    load.warmUp(call, warmUp);
    return call;
  }
}
