package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.ConfigPublisher;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.launcher.assembly.RoleStarter;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.SluiceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice apply -f FILE}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Publishes the providers, models, projects, keys and prices of a file.",
      "With --server or SLUICE_SERVER over the admin API of an ingress, by an owner's key. Without,"
          + " on the Kafka of the file, where it also makes the topics that are missing."
    })
public final class ApplyCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "For a router to take it, on Kafka.")
  private int waitSeconds = 60;

  @Override
  public Integer call() throws InterruptedException {
    SluiceFile file = config.load(System.getenv(), Set.of());
    if (server.isNamed(System.getenv())) {
      int changed =
          new ApiApply(server.client(System.getenv())).apply(ConfigObjects.fromFile(file));
      System.out.println("in force; " + changed + " objects changed");
      return 0;
    }
    return onKafka(file);
  }

  private int onKafka(SluiceFile file) throws InterruptedException {
    Connection connection = Connection.of(file, System.getenv());
    new RoleStarter(file, System.getenv(), connection, Path.of("sluice-data"), false)
        .createTopics();
    ConfigPublisher.Outcome outcome =
        new ConfigPublisher(connection)
            .publish(
                ConfigObjects.fromFile(file),
                "file",
                "sluice apply",
                Duration.ofSeconds(waitSeconds));
    return switch (outcome) {
      case ConfigPublisher.Outcome.Applied applied -> {
        System.out.println("in force; " + applied.changed() + " objects changed");
        yield 0;
      }
      case ConfigPublisher.Outcome.Refused refused -> {
        refused.reasons().forEach(reason -> System.err.println("sluice: " + reason));
        yield 1;
      }
      case ConfigPublisher.Outcome.NoAnswer noAnswer -> {
        System.err.println(
            "sluice: no router took the configuration within "
                + waitSeconds
                + " s; is a"
                + " router-worker running on "
                + connection.kafka().bootstrapServers()
                + "?");
        yield 1;
      }
    };
  }
}
