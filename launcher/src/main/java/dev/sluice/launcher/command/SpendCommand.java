package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.spend.SpendWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice spend}. */
@Command(
    name = "spend",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Spend by month, from the topic spend.monthly.")
public final class SpendCommand implements Callable<Integer> {
  private static final List<String> HEAD =
      List.of(
          "month",
          "project",
          "by",
          "value",
          "cost_usd",
          "attempts",
          "input",
          "cached",
          "output",
          "reasoning",
          "estimated",
          "worst_case",
          "unpriced");

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--project", description = "Only this project.")
  private @Nullable String project;

  @Option(names = "--by", description = "project, user, model, key or tag.")
  private String by = "project";

  @Option(names = "--month", description = "Such as 2026-11, in UTC; by default all.")
  private @Nullable String month;

  @Option(
      names = {"-o", "--output"},
      description = "table, json, yaml or csv.")
  private Tables.Output output = Tables.Output.table;

  @Override
  public Integer call() {
    SluiceFile file = config.load(System.getenv(), Set.of());
    Connection connection = Connection.of(file, System.getenv());
    Map<String, List<String>> rows = new TreeMap<>();
    new TopicScan(connection)
        .each(
            connection.topics().spendMonthly(),
            0,
            window -> {
              if (wanted(window)) {
                // An upsert: the latest record of a window is the one that counts.
                rows.put(
                    month(window) + '|' + window.getProject() + '|' + window.getValue(),
                    row(window));
              }
            });
    Tables.print(System.out, output, HEAD, List.copyOf(rows.values()));
    return 0;
  }

  private boolean wanted(SpendWindow window) {
    return window.getDimension().equals(by)
        && (project == null || project.equals(window.getProject()))
        && (month == null || month.equals(month(window)));
  }

  private static String month(SpendWindow window) {
    return YearMonth.from(Instant.ofEpochMilli(window.getWindowStartMs()).atZone(ZoneOffset.UTC))
        .toString();
  }

  private static List<String> row(SpendWindow window) {
    return List.of(
        month(window),
        window.getProject(),
        window.getDimension(),
        window.getValue(),
        usd(window.getCostNanoUsd()),
        Long.toString(window.getAttempts()),
        Long.toString(window.getInputTokens()),
        Long.toString(window.getCachedInputTokens()),
        Long.toString(window.getOutputTokens()),
        Long.toString(window.getReasoningTokens()),
        Long.toString(window.getEstimatedAttempts()),
        Long.toString(window.getWorstCaseAttempts()),
        Long.toString(window.getUnpricedAttempts()));
  }

  /** US dollars from nano-dollars, exact. */
  static String usd(long nanoUsd) {
    return BigDecimal.valueOf(nanoUsd, 9).toPlainString();
  }
}
