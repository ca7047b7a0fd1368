package dev.sluice.launcher.command;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice delete KIND NAME}. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = "Deletes a configuration object, over the admin API of an ingress.")
public final class DeleteCommand implements Callable<Integer> {
  @Mixin private ServerOption server = new ServerOption();

  @Parameters(index = "0", paramLabel = "KIND", description = "Such as projects or models.")
  private String kinds = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "Of the object.")
  private String name = "";

  @Option(names = "--revision", description = "Only if this is the one in force.")
  private @Nullable Long revision;

  @Override
  public Integer call() {
    server
        .client(System.getenv())
        .call(
            "DELETE",
            AdminClient.path(kinds, name),
            AdminClient.JSON.createObjectNode(),
            revision == null ? Map.of() : Map.of("If-Match", revision.toString()));
    System.out.println(kinds + " " + name + " deleted");
    return 0;
  }
}
