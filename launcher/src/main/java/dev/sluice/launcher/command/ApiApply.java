package dev.sluice.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.launcher.assembly.StartFailure;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.config.ConfigObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the objects of a file over the admin API, one after the other. Blocks. */
final class ApiApply {
  private final AdminClient client;

  ApiApply(AdminClient client) {
    this.client = client;
  }

  /**
   * Puts them all.
   *
   * @param objects in an order in which each may name those before it
   * @return how many were not so before
   * @throws StartFailure if one is refused; it says which, and those before it are in force
   */
  int apply(List<ConfigObject> objects) {
    List<ConfigObject> ordered = adminKeysLast(objects);
    Map<String, Map<String, Long>> before = new HashMap<>();
    int changed = 0;
    for (ConfigObject object : ordered) {
      try {
        Long revision =
            before.computeIfAbsent(kinds(object.kind()), this::revisions).get(object.name());
        JsonNode answer =
            client.call(
                "PUT",
                AdminClient.path(kinds(object.kind()), object.name()) + "?managed_by=file",
                body(object),
                Map.of());
        if (revision == null || answer.path("revision").asLong() != revision) {
          changed++;
        }
      } catch (StartFailure e) {
        throw new StartFailure(
            object.key()
                + ": "
                + e.getMessage()
                + " ("
                + ordered.indexOf(object)
                + " of "
                + ordered.size()
                + " objects are in force)",
            e);
      }
    }
    return changed;
  }

  /** Of the objects that there are, by name. */
  private Map<String, Long> revisions(String kinds) {
    Map<String, Long> revisions = new HashMap<>();
    String after = "";
    do {
      JsonNode page =
          client.get(
              AdminClient.path(kinds)
                  + "?after="
                  + URLEncoder.encode(after, StandardCharsets.UTF_8));
      page.path("items")
          .forEach(
              item -> revisions.put(item.path("name").asText(), item.path("revision").asLong()));
      after = page.path("next").asText("");
    } while (!after.isEmpty());
    return revisions;
  }

  /** One of them may be the key of these very calls. */
  private static List<ConfigObject> adminKeysLast(List<ConfigObject> objects) {
    List<ConfigObject> ordered = new ArrayList<>(objects);
    List<ConfigObject> keys =
        objects.stream().filter(o -> o.kind().equals(ConfigKind.ADMIN_KEY.text())).toList();
    ordered.removeAll(keys);
    ordered.addAll(keys);
    return ordered;
  }

  /** What the API calls the objects of a kind. */
  static String kinds(String kind) {
    return kind.equals(ConfigKind.DEFAULTS.text()) ? kind : kind + "s";
  }

  private static ObjectNode body(ConfigObject object) {
    try {
      return (ObjectNode) AdminClient.JSON.readTree(object.bodyJson());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the body of " + object.key() + " is not JSON", e);
    }
  }
}
