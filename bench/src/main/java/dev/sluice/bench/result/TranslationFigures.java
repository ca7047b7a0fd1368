package dev.sluice.bench.result;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long the translation between dialects takes.
 *
 * @param requests of 4 KB, from bytes to bytes
 * @param pieces of streams, from bytes to bytes
 */
public record TranslationFigures(List<Figure> requests, List<Figure> pieces) {

  /** Begins its part of the results page. */
  public static final String TITLE = "## Translation";

  private static final double WANTED_REQUEST_MICROS = 30;
  private static final double WANTED_PIECE_MICROS = 3;

  public TranslationFigures {
    requests = List.copyOf(requests);
    pieces = List.copyOf(pieces);
  }

  /**
   * One pair.
   *
   * @param client dialect of the caller
   * @param provider who is called
   * @param micros median of the iterations
   */
  public record Figure(String client, String provider, double micros) {}

  /** As a part of the results page. */
  public String text(Conditions conditions) {
    StringBuilder out = new StringBuilder(TITLE).append("\n\n");
    out.append(
        "The pure code of `dialects/` alone, by JMH in a process of its own for each pair, on one"
            + " thread: microseconds, median of iterations. A request\nhas 4096 bytes, six messages and two"
            + " tools; it is read from the caller's bytes and written to the provider's. A piece of"
            + " a stream\nis cut from the provider's bytes, read, and written as the caller's;"
            + " beginning and end are spread over 200 pieces.\n\n");
    out.append(
        String.format(
            Locale.ROOT,
            "Written by `%s`, %s, commit %s, %d cores (%s), load average before %s.%n%n",
            conditions.command(),
            conditions.date(),
            conditions.commit(),
            conditions.machine().cores(),
            conditions.machine().processor(),
            conditions.machine().load()));
    out.append("| goal | measured | wanted | |\n|---|---|---|---|\n");
    goal(out, "a request of 4 KB, slowest pair", requests, WANTED_REQUEST_MICROS);
    goal(out, "a piece of a stream, slowest pair", pieces, WANTED_PIECE_MICROS);
    table(out, "Requests", "caller", requests, false);
    table(out, "Pieces of streams", "provider", pieces, true);
    return out.toString();
  }

  private static void goal(StringBuilder out, String what, List<Figure> figures, double wanted) {
    OptionalDouble slowest = figures.stream().mapToDouble(Figure::micros).max();
    Goal goal = new Goal(what, slowest, wanted, " us", true);
    out.append(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s |%n",
            goal.what(),
            goal.measuredText(),
            goal.limitText(),
            goal.verdict()));
  }

  /** Providers are the rows where {@code byProvider}, else the columns. */
  private static void table(
      StringBuilder out, String title, String of, List<Figure> figures, boolean byProvider) {
    if (figures.isEmpty()) {
      return;
    }
    Set<String> rows = names(figures, byProvider);
    Set<String> columns = names(figures, !byProvider);
    out.append("\n| ").append(title).append(" of |");
    columns.forEach(column -> out.append(" to ").append(column).append(" |"));
    out.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    for (String row : rows) {
      out.append("| ").append(of).append(' ').append(row).append(" |");
      for (String column : columns) {
        out.append(' ')
            .append(
                figures.stream()
                    .filter(one -> name(one, byProvider).equals(row))
                    .filter(one -> name(one, !byProvider).equals(column))
                    .map(one -> Figures.digits(one.micros()))
                    .findFirst()
                    .orElse("—"))
            .append(" |");
      }
      out.append('\n');
    }
  }

  private static Set<String> names(List<Figure> figures, boolean providers) {
    return figures.stream()
        .map(one -> name(one, providers))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String name(Figure figure, boolean provider) {
    return provider ? figure.provider() : figure.client();
  }
}
