package dev.sluice.launcher.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The virtual key of the project {@code default}, made at the first start on a data folder and kept
 * there for its owner's eyes alone (0600).
 *
 * @param text the key
 * @param made whether this start made it
 */
public record FirstKey(String text, boolean made) {
  private static final String FILE = "default-key";

  /** Where a data folder keeps it. */
  public static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  /** Reads it, or makes it. */
  public static FirstKey in(Path folder) {
    Path file = file(folder);
    try {
      if (Files.exists(file)) {
        return new FirstKey(Files.readString(file).strip(), false);
      }
      Files.createDirectories(folder);
      String text = create();
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text + "\n");
      return new FirstKey(text, true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the first key in " + file, e);
    }
  }

  /** A new virtual key: {@code sk-sluice-} and 192 random bits. */
  public static String create() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return "sk-sluice-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Never the key itself. */
  @Override
  public String toString() {
    return "FirstKey[made=" + made + "]";
  }
}
