package dev.sluice.schemas.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** An answer about spend as JSON, the same for the command and the admin API. */
public final class SpendJson {
  private SpendJson() {}

  /**
   * The rows, and in {@code counted} how current they are. Dollars are text, so that no reader
   * rounds them.
   */
  public static ObjectNode of(SpendAnswer answer, CostStreamLag lag) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (List<String> row : answer.rows()) {
      ObjectNode object = all.withArray("rows").addObject();
      for (int i = 0; i < row.size(); i++) {
        String name = answer.head().get(i);
        if (i < SpendAnswer.TEXT_COLUMNS) {
          object.put(name, row.get(i));
        } else {
          object.put(name, Long.parseLong(row.get(i)));
        }
      }
    }
    all.withArray("rows");
    ObjectNode counted = all.putObject("counted");
    counted.put("last_entry_at", answer.lastEntryAt().map(Instant::toString).orElse(null));
    switch (lag) {
      case CostStreamLag.Behind behind -> {
        counted.put("behind_attempt_events", behind.events());
        counted.put("newest_behind_at", behind.newest().map(Instant::toString).orElse(null));
      }
      case CostStreamLag.Unknown unknown -> {
        counted.putNull("behind_attempt_events");
        counted.put("behind_unknown_because", unknown.reason());
      }
    }
    return all;
  }
}
