package dev.sluice.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads a list of the admin API, page by page. Blocks. */
final class Listing {
  private Listing() {}

  /**
   * All items.
   *
   * @param query of every page, encoded; may be empty
   */
  static List<JsonNode> all(AdminClient client, String path, String query) {
    List<JsonNode> items = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = client.get(path + "?" + query + after);
      page.path("items").forEach(items::add);
      JsonNode next = page.path("next");
      after = next.isTextual() ? "&after=" + AdminClient.path(next.textValue()).substring(1) : "";
    } while (!after.isEmpty());
    return items;
  }
}
