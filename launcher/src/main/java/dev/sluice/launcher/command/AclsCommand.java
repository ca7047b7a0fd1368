package dev.sluice.launcher.command;

import dev.sluice.launcher.acl.GrantCommands;
import dev.sluice.launcher.acl.Grantee;
import dev.sluice.launcher.acl.Right;
import dev.sluice.launcher.acl.Rights;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.launcher.assembly.StartFailure;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.SluiceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice acls (--role R | --project P) --principal User:x}. */
@Command(
    name = "acls",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the commands that grant a role, or the authors of a project's batch requests, what they"
          + " need on a Kafka with an authorizer, and nothing else. Nothing is sent.",
      "Whoever may write to a project's batch requests acts for that project."
    })
public final class AclsCommand implements Callable<Integer> {
  private static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z]+:[^\\p{Cntrl}]+");

  @Mixin private ConfigOption config = new ConfigOption();

  @ArgGroup(multiplicity = "1")
  private Whom whom = new Whom();

  /** One of two. */
  static final class Whom {
    @Option(
        names = "--role",
        description =
            "ingress, router-worker, provider-workers, cost-stream, observability-stream; launcher"
                + " (apply -f), operators (request, topics, doctor) or analysts (the ledger).")
    private @Nullable String role;

    @Option(names = "--project", description = "Whose batch authors the principal belongs to.")
    private @Nullable String project;
  }

  @Option(
      names = "--principal",
      required = true,
      paramLabel = "TYPE:NAME",
      description = "Who gets the rights, as the authorizer knows them: User:alice.")
  private String principal = "";

  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      description = "Of the printed commands. Default: the Kafka of the configuration.")
  private @Nullable String bootstrapServer;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "With the printed commands' own credentials, for kafka-acls.sh.")
  private @Nullable String commandConfig;

  @Override
  public Integer call() {
    if (!PRINCIPAL.matcher(principal).matches()) {
      throw new StartFailure(
          "--principal is a type and a name, such as User:alice, and not '" + principal + "'");
    }
    SluiceFile file = config.load(System.getenv(), Set.of());
    Connection connection = Connection.of(file, System.getenv());
    List<String> tool = new ArrayList<>();
    tool.add("kafka-acls.sh");
    tool.add("--bootstrap-server");
    tool.add(bootstrapServer == null ? connection.kafka().bootstrapServers() : bootstrapServer);
    if (commandConfig != null) {
      tool.add("--command-config");
      tool.add(commandConfig);
    }
    new GrantCommands(tool, principal).lines(rights(connection)).forEach(System.out::println);
    return 0;
  }

  private List<Right> rights(Connection connection) {
    String role = whom.role;
    if (role != null) {
      return Rights.of(
          Grantee.of(role)
              .orElseThrow(() ->
                  new StartFailure(
                      "there is no role '"
                          + role
                          + "' among "
                          + String.join(", ", Grantee.texts()))),
          connection.topics());
    }
    return Rights.ofAuthors(checked(String.valueOf(whom.project)), connection.topics());
  }

  private static String checked(String project) {
    try {
      return new Project(project).name();
    } catch (IllegalArgumentException e) {
      throw new StartFailure("'" + project + "' cannot be a project: " + e.getMessage(), e);
    }
  }
}
