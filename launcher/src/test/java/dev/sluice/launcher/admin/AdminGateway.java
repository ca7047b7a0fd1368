package dev.sluice.launcher.admin;

import dev.sluice.launcher.assembly.AllInOne;
import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFileLoader;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A gateway that was started without any configuration, and its owner.
 *
 * @param folder its data folder
 */
record AdminGateway(Path folder, AllInOne running) implements AutoCloseable {
  private static final Map<String, String> FREE_PORTS =
      Map.of(
          "SLUICE_SERVER_PORT", "0",
          "SLUICE_SERVER_ADMIN_PORT", "0",
          "SLUICE_KAFKA_PORT", "0",
          "SLUICE_KAFKA_REGISTRY_PORT", "0",
          "SLUICE_SIMULATOR_PORT", "0",
          "SLUICE_SERVER_DRAIN_TIMEOUT", "1s");

  static AdminGateway start(Path folder) throws InterruptedException {
    LoadOutcome outcome = SluiceFileLoader.withoutFile(FREE_PORTS, EnumSet.allOf(Role.class));
    return new AdminGateway(
        folder, AllInOne.start(((LoadOutcome.Loaded) outcome).file(), FREE_PORTS, folder));
  }

  AdminCalls calls() {
    return new AdminCalls(running.adminUrl(), running.url());
  }

  String ownerKey() {
    return running.adminKey().orElseThrow().text();
  }

  /** Runs the command as the owner. */
  CommandRun.Ran run(String... arguments) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--server",
                    running.adminUrl(),
                    "--admin-key-file",
                    folder.resolve("admin-key").toString()))
            .toArray(String[]::new));
  }

  @Override
  public void close() {
    running.close();
  }
}
