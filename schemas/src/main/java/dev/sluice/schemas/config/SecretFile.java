package dev.sluice.schemas.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads a secret that lies in a file. */
final class SecretFile {
  /** What Kubernetes swaps, so that all keys of a mounted secret change at once. */
  private static final String CURRENT = "..data";

  private static final long LARGEST = 64 << 10;
  private static final int MOST_NAMES = 1_000;

  private SecretFile() {}

  static SecretOutcome read(Path path) {
    try {
      if (!Files.isRegularFile(path) || Files.size(path) > LARGEST) {
        return new SecretOutcome.Missing("there is no file " + path + " of at most 64 KiB");
      }
      String value = Files.readString(path).strip();
      return value.isEmpty()
          ? new SecretOutcome.Missing("the file " + path + " is empty")
          : new SecretOutcome.Resolved(new Secret(value));
    } catch (IOException e) {
      return new SecretOutcome.Missing("the file " + path + " cannot be read");
    }
  }

  /** The file of this name in a mounted folder, as it is in the version in force. */
  static SecretOutcome read(Path folder, String key) {
    if (!Files.isDirectory(folder)) {
      return new SecretOutcome.Missing("there is no folder " + folder);
    }
    Path inForce = folder.resolve(CURRENT).resolve(key);
    Path file = Files.exists(inForce) ? inForce : folder.resolve(key);
    return Files.exists(file)
        ? read(file)
        : new SecretOutcome.Missing(
            "the folder " + folder + " has no file " + Shown.of(key) + nearest(folder, key));
  }

  private static String nearest(Path folder, String key) {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .limit(MOST_NAMES)
              .map(file -> file.getFileName().toString())
              .filter(SecretReference.Folder::isKey)
              .toList();
      List<String> near = NearestNames.of(key, names, 1);
      return near.isEmpty() ? "" : "; did you mean '" + near.getFirst() + "'?";
    } catch (IOException e) {
      return "";
    }
  }
}
