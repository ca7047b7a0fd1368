package dev.sluice.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;

/** Rows as a table, as JSON, as YAML or as CSV. */
final class Tables {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How to print. */
  enum Output {
    table,
    json,
    yaml,
    csv
  }

  private Tables() {}

  static void print(PrintStream out, Output output, List<String> head, List<List<String>> rows) {
    switch (output) {
      case table -> table(out, head, rows);
      case json -> out.println(objects(head, rows).toPrettyString());
      case yaml -> out.print(Yaml.write(objects(head, rows)));
      case csv -> {
        out.println(String.join(",", head));
        rows.forEach(
            row -> out.println(String.join(",", row.stream().map(Tables::quoted).toList())));
      }
    }
  }

  private static void table(PrintStream out, List<String> head, List<List<String>> rows) {
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

  private static ArrayNode objects(List<String> head, List<List<String>> rows) {
    ArrayNode all = JSON.createArrayNode();
    for (List<String> row : rows) {
      ObjectNode object = all.addObject();
      for (int i = 0; i < head.size(); i++) {
        object.put(head.get(i), row.get(i));
      }
    }
    return all;
  }

  private static String quoted(String cell) {
    return cell.matches(".*[\",\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
