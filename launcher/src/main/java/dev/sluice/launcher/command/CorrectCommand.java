package dev.sluice.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.launcher.assembly.StartFailure;
import dev.sluice.schemas.id.RequestId;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice spend correct ATTEMPT}. */
@Command(
    name = "correct",
    mixinStandardHelpOptions = true,
    description = {
      "Adds to what an attempt cost, as a new entry of the ledger, over the admin API of an ingress.",
      "It counts in the hour in which it is made. What budgets were charged stays."
    })
public final class CorrectCommand implements Callable<Integer> {
  @Mixin private ServerOption server = new ServerOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ATTEMPT", description = "Id of the attempt.")
  private String attempt = "";

  @Option(
      names = "--usd",
      required = true,
      paramLabel = "AMOUNT",
      description = "What is added, such as -0.25.")
  private String usd = "";

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "One line.")
  private String reason = "";

  @Option(
      names = "--id",
      paramLabel = "UUIDV7",
      description = "Of the correction: said twice, it counts once.")
  private @Nullable String id;

  @Override
  public Integer call() {
    ObjectNode body =
        AdminClient.JSON
            .createObjectNode()
            .put("attempt_id", attempt)
            .put("cost_usd", usd)
            .put("reason", reason);
    String once = id == null ? RequestId.create(Instant.now()).value() : id;
    body.put("correction_id", once);
    JsonNode answer;
    try {
      answer = server.client(System.getenv()).call("POST", "/corrections", body, Map.of());
    } catch (StartFailure e) {
      if (e.getCause() == null) {
        throw e; // the server refused it
      }
      throw new StartFailure(
          e.getMessage() + " (to try the same again: --id " + once + ", which counts once)", e);
    }
    spec.commandLine()
        .getOut()
        .println(
            "correction "
                + answer.path("correction_id").asText()
                + " adds "
                + answer.path("cost_usd").asText()
                + " USD to project "
                + answer.path("project").asText());
    return 0;
  }
}
