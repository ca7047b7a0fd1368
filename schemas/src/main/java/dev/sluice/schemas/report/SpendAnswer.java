package dev.sluice.schemas.report;

import dev.sluice.schemas.spend.SpendWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds the records of a spend topic into the rows that answer a question. Each dimension that was
 * asked for has rows of its own, in which every attempt counts again. Pure, one thread.
 */
public final class SpendAnswer {
  /** Columns that hold text; the others hold numbers. */
  public static final int TEXT_COLUMNS = 5;

  private record Window(long startMs, String project, String dimension, String value) {}

  private final SpendQuestion question;
  private final int most;
  private final Map<Window, SpendWindow> latest = new HashMap<>();
  private long lastEntryAtMs;

  public SpendAnswer(SpendQuestion question) {
    this(question, Integer.MAX_VALUE);
  }

  /**
   * One of bounded size.
   *
   * @param most rows that it keeps; see {@link #isCut}
   */
  public SpendAnswer(SpendQuestion question, int most) {
    this.question = question;
    this.most = most;
  }

  /** Whether there are more rows than it keeps. */
  public boolean isCut() {
    return latest.size() > most;
  }

  /** Takes the next record of the topic, asked for or not. */
  public void take(SpendWindow window) {
    lastEntryAtMs = Math.max(lastEntryAtMs, window.getLastEntryAtMs());
    if (question.wants(window) && !isCut()) {
      // An upsert: the latest record of a window is the one that counts.
      latest.put(
          new Window(
              window.getWindowStartMs(),
              window.getProject(),
              window.getDimension(),
              window.getValue()),
          window);
    }
  }

  /** When the latest entry that any sum of the topic has in it entered the ledger. */
  public Optional<Instant> lastEntryAt() {
    return lastEntryAtMs == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastEntryAtMs));
  }

  /** Names of the columns. */
  public List<String> head() {
    return List.of(
        question.every().name(),
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
  }

  /** By dimension in the order asked for, then by time, project and value. */
  public List<List<String>> rows() {
    Comparator<Window> order =
        Comparator.<Window>comparingInt(window -> question.dimensions().indexOf(window.dimension()))
            .thenComparingLong(Window::startMs)
            .thenComparing(Window::project)
            .thenComparing(Window::value);
    return latest.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(order))
        .map(Map.Entry::getValue)
        .map(this::row)
        .toList();
  }

  private List<String> row(SpendWindow window) {
    return List.of(
        question.every().text(Instant.ofEpochMilli(window.getWindowStartMs())),
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
  public static String usd(long nanoUsd) {
    return BigDecimal.valueOf(nanoUsd, 9).toPlainString();
  }
}
