package dev.sluice.launcher.assembly;

import dev.sluice.schemas.config.KeyText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/**
 * A key that is made at the first start on a data folder and kept there for its owner's eyes alone
 * (0600): the virtual key of the project {@code default}, and the admin key of its owner.
 *
 * @param text the key
 * @param made whether this start made it
 * @param file where it is kept
 */
public record FirstKey(String text, boolean made, Path file) {
  private static final String VIRTUAL_FILE = "default-key";
  private static final String ADMIN_FILE = "admin-key";

  /** Where a data folder keeps the admin key. */
  public static Path adminFile(Path folder) {
    return folder.resolve(ADMIN_FILE);
  }

  /** Reads the virtual key, or makes it. */
  public static FirstKey in(Path folder) {
    return in(folder.resolve(VIRTUAL_FILE), KeyText::virtualKey);
  }

  /** Reads the admin key, or makes it. */
  public static FirstKey admin(Path folder) {
    return in(adminFile(folder), KeyText::adminKey);
  }

  private static FirstKey in(Path file, Supplier<String> make) {
    try {
      if (Files.exists(file)) {
        return new FirstKey(Files.readString(file).strip(), false, file);
      }
      Files.createDirectories(file.toAbsolutePath().getParent());
      String text = make.get();
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text + "\n");
      return new FirstKey(text, true, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the first key in " + file, e);
    }
  }

  /** Never the key itself. */
  @Override
  public String toString() {
    return "FirstKey[" + file + ", made=" + made + "]";
  }
}
