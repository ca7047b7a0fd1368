package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.ConfigPublisher;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.launcher.assembly.FirstKey;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.config.VirtualKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice keys}. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Virtual keys.",
    subcommands = KeysCommand.Create.class)
public final class KeysCommand {
  /** {@code sluice keys create}. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a virtual key, prints it once and stores its hash.")
  public static final class Create implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(names = "--project", description = "Project of the key.", defaultValue = "default")
    private String project = Project.DEFAULT;

    @Option(names = "--name", description = "What people call the key.", defaultValue = "key")
    private String name = "key";

    @Override
    public Integer call() {
      SluiceFile file = config.load(System.getenv(), Set.of());
      Connection connection = Connection.of(file, System.getenv());
      String text = FirstKey.create();
      String hash = VirtualKey.hashOf(text);
      VirtualKey key =
          new VirtualKey(VirtualKey.idOf(hash), name, project, hash, false, null, Instant.now());
      ConfigPublisher.Outcome outcome =
          new ConfigPublisher(connection)
              .publish(
                  List.of(ConfigObjects.of(new Project(project)), ConfigObjects.of(key)),
                  "api",
                  "sluice keys create",
                  PATIENCE);
      return switch (outcome) {
        case ConfigPublisher.Outcome.Applied applied -> {
          System.out.println(text);
          System.err.println(
              "key " + key.id() + " of project " + project + "; it is not shown again");
          yield 0;
        }
        case ConfigPublisher.Outcome.Refused refused -> {
          refused.reasons().forEach(reason -> System.err.println("sluice: " + reason));
          yield 1;
        }
        case ConfigPublisher.Outcome.NoAnswer noAnswer -> {
          System.err.println(
              "sluice: no router took the key within "
                  + PATIENCE.toSeconds()
                  + " s; is a router-worker running on "
                  + connection.kafka().bootstrapServers()
                  + "?");
          yield 1;
        }
      };
    }
  }
}
