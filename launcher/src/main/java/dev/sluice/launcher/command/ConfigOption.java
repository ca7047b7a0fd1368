package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.StartFailure;
import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.config.SluiceFileLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config FILE}, for every command that reads the file. */
final class ConfigOption {
  @Option(
      names = {"-f", "--config"},
      paramLabel = "FILE",
      description = "Configuration file; SLUICE_CONFIG names it too. Without one, the defaults.")
  private @Nullable Path file;

  /** The file that was named, or null. */
  @Nullable Path file(Map<String, String> environment) {
    if (file != null) {
      return file;
    }
    String named = environment.getOrDefault("SLUICE_CONFIG", "");
    return named.isEmpty() ? null : Path.of(named);
  }

  /**
   * Reads it.
   *
   * @param roles that this process runs: their secrets must be there
   * @throws StartFailure listing every problem with file and line
   */
  SluiceFile load(Map<String, String> environment, Set<Role> roles) {
    LoadOutcome outcome = outcome(environment, roles);
    return switch (outcome) {
      case LoadOutcome.Loaded loaded -> {
        loaded.warnings().forEach(warning -> System.err.println("sluice: " + warning));
        yield loaded.file();
      }
      case LoadOutcome.Invalid invalid ->
          throw new StartFailure(
              "the configuration has "
                  + invalid.problems().size()
                  + (invalid.problems().size() == 1 ? " problem:\n" : " problems:\n")
                  + invalid.report().stripTrailing());
    };
  }

  LoadOutcome outcome(Map<String, String> environment, Set<Role> roles) {
    Path named = file(environment);
    if (named == null) {
      return SluiceFileLoader.withoutFile(environment, roles);
    }
    if (!Files.isReadable(named)) {
      throw new StartFailure(
          "the configuration file "
              + named
              + " is not there or cannot be read; check the path after -f, or SLUICE_CONFIG");
    }
    return SluiceFileLoader.load(named, environment, roles);
  }
}
