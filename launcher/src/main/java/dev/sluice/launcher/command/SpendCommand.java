package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.report.CostStreamLag;
import dev.sluice.schemas.report.CostStreamOffsets;
import dev.sluice.schemas.report.SpendAnswer;
import dev.sluice.schemas.report.SpendJson;
import dev.sluice.schemas.report.SpendQuestion;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice spend}. */
@Command(
    name = "spend",
    subcommands = CorrectCommand.class,
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Spend by hour, day or month (UTC), from the topics spend.hourly, spend.daily, spend.monthly.",
      "Says on standard error (with --output json in the field counted) up to when the cost stream"
          + " has counted, and how many attempt events it has before it."
    })
public final class SpendCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--project", description = "Only this project.")
  private @Nullable String project;

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "DIMENSION",
      description = {
        "project, user, model, key or tag, or several with commas between.",
        "Each has rows of its own; never add rows of one to rows of another. An attempt without a"
            + " user has no row by user, one with two tags counts in both."
      })
  private List<String> by = List.of("project");

  @Option(
      names = "--month",
      description = "Such as 2026-11: short for --from its first day and --to its last.")
  private @Nullable String month;

  @Option(
      names = "--from",
      description = "A day or a moment in UTC, such as 2026-11-01 or 2026-11-01T13:00Z.")
  private @Nullable String from;

  @Option(names = "--to", description = "A day, which counts, or a moment, which does not.")
  private @Nullable String to;

  @Option(names = "--every", description = "hour, day or month.")
  private SpendQuestion.Every every = SpendQuestion.Every.month;

  @Option(
      names = {"-o", "--output"},
      description = "table, json, yaml or csv.")
  private Tables.Output output = Tables.Output.table;

  @Override
  public Integer call() {
    SpendQuestion.Parsed parsed =
        SpendQuestion.of(
            new SpendQuestion.Options(
                SpendQuestion.Style.COMMAND, project, by, every, month, from, to));
    return switch (parsed) {
      case SpendQuestion.Parsed.Refused(String reason) -> {
        spec.commandLine().getErr().println("sluice: " + reason);
        yield 2;
      }
      case SpendQuestion.Parsed.Asked(SpendQuestion question) -> {
        answer(question);
        yield 0;
      }
    };
  }

  private void answer(SpendQuestion question) {
    SluiceFile file = config.load(System.getenv(), Set.of());
    Connection connection = Connection.of(file, System.getenv());
    SpendAnswer answer = new SpendAnswer(question);
    // Before the sums are read, so that they have all that it says was counted, or more.
    CostStreamLag lag =
        new CostStreamOffsets(connection.kafka(), connection.topics(), "sluice-command-lag").lag();
    Scans.of(connection)
        .each(every.topic(connection.topics()), question.readSinceMs(), answer::take);
    PrintWriter out = spec.commandLine().getOut();
    if (output == Tables.Output.json) {
      out.println(SpendJson.of(answer, lag).toPrettyString());
    } else {
      Tables.print(out, output, answer.head(), answer.rows());
      String counted =
          answer.lastEntryAt().map(at -> "counted up to " + at).orElse("nothing counted yet");
      spec.commandLine().getErr().println("sluice: " + counted + ", " + lag.words(Instant.now()));
    }
  }
}
