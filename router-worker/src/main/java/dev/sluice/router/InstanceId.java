package dev.sluice.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** The name of a router process, kept in its state folder so that a restart has the same one. */
public final class InstanceId {
  private static final String FILE = "instance-id";

  private InstanceId() {}

  /** Reads the name, or makes one and keeps it. */
  public static String in(Path stateDir) {
    Path file = stateDir.resolve(FILE);
    try {
      if (Files.exists(file)) {
        String kept = Files.readString(file).strip();
        if (!kept.isEmpty()) {
          return kept;
        }
      }
      Files.createDirectories(stateDir);
      String made = "router-" + UUID.randomUUID().toString().substring(0, 8);
      Path draft = Files.createTempFile(stateDir, FILE, ".new");
      Files.writeString(draft, made);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("the state folder " + stateDir + " cannot be used", e);
    }
  }
}
