package dev.sluice.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.SluiceFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice diff -f FILE}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Tells what apply would change: what is new, what differs, what it would take over from the"
          + " admin API. Exit code 1 where there is something.",
      "With --server or SLUICE_SERVER over the admin API of an ingress, by an owner's key. Without,"
          + " on the Kafka of the file.",
      "Objects of an earlier file that this one leaves out are told as left; apply leaves them."
    })
public final class DiffCommand implements Callable<Integer> {
  private static final List<String> HEAD = List.of("change", "object", "fields");
  private static final String FILE = "file";
  private static final String LEFT = "left";

  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = {"-o", "--output"},
      description = "table, json, yaml or csv.")
  private Tables.Output output = Tables.Output.table;

  /** An object that there is. */
  record InForce(String managedBy, String bodyJson) {}

  @Override
  public Integer call() {
    SluiceFile file = config.load(System.getenv(), Set.of());
    Map<String, InForce> inForce =
        server.isNamed(System.getenv())
            ? overApi(server.client(System.getenv()))
            : onKafka(Connection.of(file, System.getenv()));
    List<List<String>> rows = rows(ConfigObjects.fromFile(file), inForce);
    Tables.print(System.out, output, HEAD, rows);
    return rows.stream().allMatch(row -> row.getFirst().equals(LEFT)) ? 0 : 1;
  }

  private static Map<String, InForce> overApi(AdminClient client) {
    Map<String, InForce> inForce = new TreeMap<>();
    for (ConfigKind kind : ConfigKind.values()) {
      for (JsonNode item : Listing.all(client, AdminClient.path(ApiApply.kinds(kind.text())), "")) {
        inForce.put(
            kind.text() + "/" + item.path("name").asText(),
            new InForce(item.path("managed_by").asText(), item.path("body").toString()));
      }
    }
    return inForce;
  }

  private static Map<String, InForce> onKafka(Connection connection) {
    Map<String, InForce> inForce = new TreeMap<>();
    Scans.of(connection)
        .each(
            connection.topics().config(),
            0,
            entry -> {
              String key = entry.getKind() + "/" + entry.getName();
              if (entry.getDeleted()) {
                inForce.remove(key);
              } else {
                inForce.put(key, new InForce(entry.getManagedBy(), entry.getBodyJson()));
              }
            });
    return inForce;
  }

  /** A line for each object that is not the same; {@code inForce} is by {@code kind/name}. */
  static List<List<String>> rows(List<ConfigObject> wanted, Map<String, InForce> inForce) {
    List<List<String>> rows = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (ConfigObject object : wanted) {
      named.add(object.key());
      InForce entry = inForce.get(object.key());
      if (entry == null) {
        rows.add(List.of("new", object.key(), ""));
        continue;
      }
      List<String> fields = differing(entry.bodyJson(), object.bodyJson());
      boolean taken = !entry.managedBy().equals(FILE);
      if (!fields.isEmpty() || taken) {
        rows.add(List.of(taken ? "taken over" : "changed", object.key(), String.join(" ", fields)));
      }
    }
    inForce.forEach((key, entry) -> {
      if (entry.managedBy().equals(FILE) && !named.contains(key)) {
        rows.add(List.of(LEFT, key, ""));
      }
    });
    return rows;
  }

  /** Names of fields alone: a value may be the hash of a key. */
  private static List<String> differing(String one, String other) {
    JsonNode first = json(one);
    JsonNode second = json(other);
    if (first == null || second == null) {
      return List.of("(all)");
    }
    Set<String> names = new TreeSet<>();
    first.fieldNames().forEachRemaining(names::add);
    second.fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> first.path(name).equals(second.path(name)));
    return List.copyOf(names);
  }

  private static @Nullable JsonNode json(String text) {
    try {
      return AdminClient.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
