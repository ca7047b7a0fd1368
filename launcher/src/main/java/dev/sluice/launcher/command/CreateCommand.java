package dev.sluice.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.launcher.assembly.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice create KIND NAME --from FILE}. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Makes a configuration object, over the admin API of an ingress.")
public final class CreateCommand implements Callable<Integer> {
  @Mixin private ServerOption server = new ServerOption();

  @Parameters(index = "0", paramLabel = "KIND", description = "Such as projects or models.")
  private String kinds = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "Of the object.")
  private String name = "";

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Its body as JSON or YAML; - reads standard input. An empty one without this.")
  private String from = "";

  @Option(names = "--replace", description = "Replaces it where it is there already.")
  private boolean replace;

  @Override
  public Integer call() {
    JsonNode answer =
        server
            .client(System.getenv())
            .call(
                "PUT",
                AdminClient.path(kinds, name),
                body(),
                replace ? Map.of() : Map.of("If-None-Match", "*"));
    System.out.println(
        answer.path("kind").asText()
            + "/"
            + name
            + " revision "
            + answer.path("revision").asText());
    return 0;
  }

  private ObjectNode body() {
    if (from.isEmpty()) {
      return AdminClient.JSON.createObjectNode();
    }
    try {
      String text =
          from.equals("-")
              ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(from));
      if (Yaml.read(text) instanceof ObjectNode body) {
        return body;
      }
      throw new StartFailure(from + " does not hold an object with fields");
    } catch (IOException e) {
      throw new StartFailure(from + " cannot be read; check the path after --from", e);
    } catch (YamlEngineException e) {
      throw new StartFailure(from + " is neither JSON nor YAML", e);
    }
  }
}
