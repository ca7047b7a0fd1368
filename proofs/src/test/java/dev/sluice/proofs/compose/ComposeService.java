package dev.sluice.proofs.compose;

import java.util.List;
import java.util.Map;

/**
 * One service of the file.
 *
 * @param image name and tag, empty where there is none
 * @param builds whether it is built from the Dockerfile, that is, one of Sluice's own
 * @param command what follows the entry point
 * @param environment with the variables of the file's reader at their defaults
 * @param dependsOn services that start before it
 * @param mounted paths on the host by path in the container, volumes left out
 */
record ComposeService(
    String name,
    String image,
    boolean builds,
    List<String> command,
    Map<String, String> environment,
    List<String> dependsOn,
    Map<String, String> mounted) {
  ComposeService {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    dependsOn = List.copyOf(dependsOn);
    mounted = Map.copyOf(mounted);
  }

  /** The subcommand of {@code sluice} that it runs, empty for a service that is not ours. */
  String role() {
    return builds && !command.isEmpty() ? command.getFirst() : "";
  }
}
