package dev.sluice.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice get KIND [NAME]}. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Shows configuration objects in force, over the admin API of an ingress.")
public final class GetCommand implements Callable<Integer> {
  private static final List<String> HEAD = List.of("name", "revision", "managed_by", "body");

  @Mixin private ServerOption server = new ServerOption();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "projects, accounts, keys, models, providers, price-books, defaults, admin-keys or webhooks.")
  private String kinds = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Only this one.")
  private @Nullable String name;

  @Option(
      names = {"-o", "--output"},
      description = "table, json, yaml or csv.")
  private Tables.Output output = Tables.Output.table;

  @Override
  public Integer call() {
    AdminClient client = server.client(System.getenv());
    if (name != null) {
      print(client.get(AdminClient.path(kinds, name)), List.of());
      return 0;
    }
    List<JsonNode> items = Listing.all(client, AdminClient.path(kinds), "");
    ArrayNode all = AdminClient.JSON.createArrayNode().addAll(items);
    print(all, items);
    return 0;
  }

  private void print(JsonNode answer, List<JsonNode> items) {
    switch (output) {
      case json -> System.out.println(answer.toPrettyString());
      case yaml -> System.out.print(Yaml.write(answer));
      case table, csv ->
          Tables.print(
              System.out,
              output,
              HEAD,
              (answer.isArray() ? items : List.of(answer)).stream().map(GetCommand::row).toList());
    }
  }

  private static List<String> row(JsonNode object) {
    return List.of(
        object.path("name").asText(),
        object.path("revision").asText(),
        object.path("managed_by").asText(),
        object.path("body").toString());
  }
}
