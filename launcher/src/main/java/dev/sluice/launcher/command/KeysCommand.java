package dev.sluice.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.config.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice keys}. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Virtual keys, over the admin API of an ingress.",
    subcommands = {
      KeysCommand.Create.class,
      KeysCommand.ListAll.class,
      KeysCommand.Rotate.class,
      KeysCommand.Revoke.class
    })
public final class KeysCommand {
  private static final String KEYS = "/keys";

  /** {@code sluice keys create}. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a virtual key, prints it once and stores its hash.",
        "With -f and no server it goes to the Kafka of the file, without the admin API."
      })
  public static final class Create implements Callable<Integer> {
    @Mixin private ServerOption server = new ServerOption();
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(names = "--project", description = "Project of the key.", defaultValue = "default")
    private String project = Project.DEFAULT;

    @Option(names = "--name", description = "What people call the key.", defaultValue = "key")
    private String name = "key";

    @Option(
        names = "--model",
        paramLabel = "PATTERN",
        description = "A model that it may ask for, * for any characters; any without this.")
    private List<String> models = new ArrayList<>();

    @Option(
        names = "--network",
        paramLabel = "CIDR",
        description = "A network that it may come from; any without this.")
    private List<String> networks = new ArrayList<>();

    @Option(names = "--owner", description = "Who answers for it.")
    private @Nullable String owner;

    @Option(names = "--tag", description = "A tag of all its requests.")
    private List<String> tags = new ArrayList<>();

    @Option(
        names = "--expires-at",
        paramLabel = "TIME",
        description = "When it ends, such as 2027-01-31T00:00:00Z.")
    private @Nullable String expiresAt;

    @Option(
        names = "--hash",
        paramLabel = "sha256:DIGITS",
        description = "Takes up a key of your own by its hash.")
    private @Nullable String hash;

    @Override
    public Integer call() {
      Map<String, String> environment = System.getenv();
      if (config.file(environment) != null && !server.isNamed(environment)) {
        return DirectKey.create(config.load(environment, Set.of()), project, name);
      }
      JsonNode made = server.client(environment).call("POST", KEYS, body(), Map.of());
      if (made.has("key")) {
        System.out.println(made.path("key").asText());
      }
      System.err.println(
          "key "
              + made.path("id").asText()
              + " of project "
              + project
              + (made.has("key") ? "; it is not shown again" : ""));
      return 0;
    }

    private ObjectNode body() {
      ObjectNode body = AdminClient.JSON.createObjectNode();
      body.put("project", project).put("name", name);
      list(body, "models", models);
      list(body, "networks", networks);
      list(body, "tags", tags);
      text(body, "owner", owner);
      text(body, "expires_at", expiresAt);
      text(body, "hash", hash);
      return body;
    }

    private static void list(ObjectNode body, String field, List<String> texts) {
      if (!texts.isEmpty()) {
        body.set(field, AdminClient.JSON.valueToTree(texts));
      }
    }

    private static void text(ObjectNode body, String field, @Nullable String text) {
      if (text != null) {
        body.put(field, text);
      }
    }
  }

  /** {@code sluice keys list}. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "Virtual keys by id.")
  public static final class ListAll implements Callable<Integer> {
    private static final List<String> HEAD =
        List.of("id", "name", "project", "state", "expires_at", "created_at", "managed_by");

    @Mixin private ServerOption server = new ServerOption();

    @Option(names = "--project", description = "Only this project.")
    private @Nullable String project;

    @Option(
        names = {"-o", "--output"},
        description = "table, json, yaml or csv.")
    private Tables.Output output = Tables.Output.table;

    @Override
    public Integer call() {
      String query = project == null ? "" : "project=" + AdminClient.path(project).substring(1);
      List<JsonNode> keys = Listing.all(server.client(System.getenv()), KEYS, query);
      Instant now = Instant.now();
      Tables.print(System.out, output, HEAD, keys.stream().map(key -> row(key, now)).toList());
      return 0;
    }

    private static List<String> row(JsonNode key, Instant now) {
      JsonNode body = key.path("body");
      return List.of(
          key.path("name").asText(),
          body.path("name").asText(),
          body.path("project").asText(),
          state(body, now),
          body.path("expires_at").asText(),
          body.path("created_at").asText(),
          key.path("managed_by").asText());
    }

    private static String state(JsonNode body, Instant now) {
      if (body.path("revoked").asBoolean()) {
        return "revoked";
      }
      String end = body.path("expires_at").asText();
      return !end.isEmpty() && !now.isBefore(Instant.parse(end)) ? "expired" : "usable";
    }
  }

  /** {@code sluice keys rotate}. */
  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      description = "Makes a key with the terms of another, which ends after the grace.")
  public static final class Rotate implements Callable<Integer> {
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(paramLabel = "ID", description = "Such as key_0123456789ab.")
    private String id = "";

    @Option(names = "--grace", paramLabel = "SPAN", description = "How long the old one works.")
    private String grace = "24h";

    @Override
    public Integer call() {
      JsonNode made =
          server
              .client(System.getenv())
              .call(
                  "POST",
                  KEYS + AdminClient.path(id, "rotate"),
                  AdminClient.JSON.createObjectNode().put("grace", grace),
                  Map.of());
      System.out.println(made.path("key").asText());
      JsonNode old = made.path("old");
      System.err.println(
          "key "
              + made.path("id").asText()
              + "; it is not shown again. "
              + old.path("problem").asText(id + " ends at " + old.path("expires_at").asText()));
      return old.has("problem") ? 1 : 0;
    }
  }

  /** {@code sluice keys revoke}. */
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Ends a key for good, at once.")
  public static final class Revoke implements Callable<Integer> {
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(paramLabel = "ID", description = "Such as key_0123456789ab.")
    private String id = "";

    @Override
    public Integer call() {
      server
          .client(System.getenv())
          .call(
              "POST",
              KEYS + AdminClient.path(id, "revoke"),
              AdminClient.JSON.createObjectNode(),
              Map.of());
      System.err.println("key " + id + " is revoked");
      return 0;
    }
  }
}
