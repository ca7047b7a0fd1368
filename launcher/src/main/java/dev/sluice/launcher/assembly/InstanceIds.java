package dev.sluice.launcher.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names of role instances that stay the same over restarts on the same folder. */
final class InstanceIds {
  private InstanceIds() {}

  /** The name that the folder holds for this role, made at the first call. */
  static String of(Path folder, String role) {
    Path file = folder.resolve(role + ".instance");
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      Files.createDirectories(folder);
      byte[] random = new byte[4];
      ThreadLocalRandom.current().nextBytes(random);
      String name = role + "-" + HexFormat.of().formatHex(random);
      Files.writeString(file, name + "\n");
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the instance name in " + folder, e);
    }
  }
}
