package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.ConfigPublisher;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.KeyText;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.config.VirtualKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes a virtual key by a command on Kafka, for where no ingress can be reached. Blocks. */
final class DirectKey {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private DirectKey() {}

  /** The exit code. */
  static int create(SluiceFile file, String project, String name) {
    Connection connection = Connection.of(file, System.getenv());
    String text = KeyText.virtualKey();
    String hash = VirtualKey.hashOf(text);
    VirtualKey key =
        new VirtualKey(VirtualKey.idOf(hash), name, project, hash, false, null, Instant.now());
    List<ConfigObject> objects = new ArrayList<>();
    if (!exists(connection, project)) {
      objects.add(ConfigObjects.of(new Project(project)));
    }
    objects.add(ConfigObjects.of(key));
    ConfigPublisher.Outcome outcome =
        new ConfigPublisher(connection).publish(objects, "api", "sluice keys create", PATIENCE);
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

  /** A project that is there keeps its budgets and limits. */
  private static boolean exists(Connection connection, String project) {
    AtomicBoolean exists = new AtomicBoolean();
    Scans.of(connection)
        .each(
            connection.topics().config(),
            0,
            entry -> {
              if (entry.getKind().equals(ConfigKind.PROJECT.text())
                  && entry.getName().equals(project)) {
                exists.set(!entry.getDeleted());
              }
            });
    return exists.get();
  }
}
