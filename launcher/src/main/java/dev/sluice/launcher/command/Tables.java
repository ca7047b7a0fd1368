package dev.sluice.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;

/** Rows as a table, as JSON, as YAML or as CSV. */
final class Tables {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");

  /** How to print. */
  enum Output {
    table,
    json,
    yaml,
    csv
  }

  private Tables() {}

  static void print(PrintStream out, Output output, List<String> head, List<List<String>> rows) {
    print(new PrintWriter(out, true), output, head, rows);
  }

  static void print(PrintWriter out, Output output, List<String> head, List<List<String>> rows) {
    switch (output) {
      case table -> table(out, head, rows);
      case json -> out.println(objects(head, rows, head.size()).toPrettyString());
      case yaml -> out.print(Yaml.write(objects(head, rows, head.size())));
      case csv -> {
        out.println(String.join(",", head));
        rows.forEach(
            row -> out.println(String.join(",", row.stream().map(Tables::quoted).toList())));
      }
    }
  }

  private static void table(PrintWriter out, List<String> head, List<List<String>> rows) {
    int[] widths = new int[head.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              head.get(i).length(),
              rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    out.println(line(head, widths));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      text.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
    }
    return text.toString().stripTrailing();
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /**
   * A JSON object for each row.
   *
   * @param textColumns those from here on hold whole numbers
   */
  static ArrayNode objects(List<String> head, List<List<String>> rows, int textColumns) {
    ArrayNode all = JSON.createArrayNode();
    for (List<String> row : rows) {
      ObjectNode object = all.addObject();
      for (int i = 0; i < head.size(); i++) {
        if (i < textColumns) {
          object.put(head.get(i), row.get(i));
        } else {
          object.put(head.get(i), Long.parseLong(row.get(i)));
        }
      }
    }
    return all;
  }

  private static String quoted(String cell) {
    return NEEDS_QUOTES.matcher(cell).find() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
