package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.FirstKey;
import dev.sluice.launcher.assembly.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --server URL}, for every command that goes over the admin API. */
final class ServerOption {
  private static final String DEFAULT = "http://127.0.0.1:8090";
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Path DATA = Path.of("sluice-data");

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "Admin port of an ingress; SLUICE_SERVER names it too. Default: " + DEFAULT + ".")
  private @Nullable String server;

  @Option(
      names = "--admin-key-file",
      paramLabel = "FILE",
      description = "Holds the admin key, in place of SLUICE_ADMIN_KEY.")
  private @Nullable Path keyFile;

  /** Whether somebody named a server. */
  boolean isNamed(Map<String, String> environment) {
    return server != null || !environment.getOrDefault("SLUICE_SERVER", "").isEmpty();
  }

  /**
   * A client with the key of the file that was named or of {@code SLUICE_ADMIN_KEY}; for a server
   * on this machine else with the one that {@code sluice up} keeps in its data folder.
   *
   * @throws StartFailure if there is no key, or the address is none
   */
  AdminClient client(Map<String, String> environment) {
    URI url = url(environment);
    String key =
        keyFile == null ? environment.getOrDefault("SLUICE_ADMIN_KEY", "").strip() : read(keyFile);
    if (key.isEmpty() && THIS_MACHINE.contains(url.getHost())) {
      key = kept();
    }
    if (key.isEmpty()) {
      throw new StartFailure(
          "there is no admin key; put it into the environment variable SLUICE_ADMIN_KEY, or name its"
              + " file with --admin-key-file");
    }
    return new AdminClient(url, key);
  }

  private URI url(Map<String, String> environment) {
    String named = environment.getOrDefault("SLUICE_SERVER", "");
    String standard = named.isEmpty() ? DEFAULT : named;
    String text = server == null ? standard : server;
    try {
      URI url = URI.create(text.replaceFirst("/+$", ""));
      if (url.getHost() != null
          && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw notAnAddress(e);
    }
    throw notAnAddress(null);
  }

  private static StartFailure notAnAddress(@Nullable Exception cause) {
    String message = "--server or SLUICE_SERVER is an address like " + DEFAULT;
    return cause == null ? new StartFailure(message) : new StartFailure(message, cause);
  }

  private static String kept() {
    Path file = FirstKey.adminFile(DATA);
    return Files.isReadable(file) ? read(file) : "";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartFailure("the admin key in " + file + " cannot be read", e);
    }
  }
}
