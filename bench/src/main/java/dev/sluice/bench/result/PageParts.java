package dev.sluice.bench.result;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of the results page that runs of their own write. Each begins with its title and is
 * replaced by the next run of its kind; the table of all modes leaves them alone.
 */
public final class PageParts {
  private static final List<String> TITLES =
      List.of(
          AdmissionFigures.TITLE,
          BudgetCost.TITLE,
          DialectCost.TITLE,
          TranslationFigures.TITLE,
          ResultsPage.SOAK);

  private PageParts() {}

  /** The page with this part: it takes the place of the one of the same title. */
  public static String with(String page, String title, String part) {
    List<String> parts = new ArrayList<>();
    parts.add(table(page).stripTrailing());
    for (String known : TITLES) {
      String text = known.equals(title) ? part : of(page, known);
      if (!text.isEmpty()) {
        parts.add(text.stripTrailing());
      }
    }
    return String.join("\n\n", parts) + "\n";
  }

  /** Another table with the parts that the page has. */
  public static String withTable(String page, String table) {
    String text = table.stripTrailing() + "\n";
    for (String title : TITLES) {
      String part = of(page, title);
      if (!part.isEmpty()) {
        text = with(text, title, part);
      }
    }
    return text;
  }

  /** The part of this title, empty where the page has none. */
  public static String of(String page, String title) {
    int at = startOf(page, title);
    if (at < 0) {
      return "";
    }
    int end = page.length();
    for (String other : TITLES) {
      int next = startOf(page, other);
      if (next > at) {
        end = Math.min(end, next);
      }
    }
    return page.substring(at, end).stripTrailing() + "\n";
  }

  private static String table(String page) {
    int end = page.length();
    for (String title : TITLES) {
      int at = startOf(page, title);
      if (at >= 0) {
        end = Math.min(end, at);
      }
    }
    return page.substring(0, end);
  }

  private static int startOf(String page, String title) {
    if (page.startsWith(title + "\n")) {
      return 0;
    }
    int before = page.indexOf("\n" + title + "\n");
    return before < 0 ? -1 : before + 1;
  }
}
