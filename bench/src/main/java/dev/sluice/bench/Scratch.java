package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder for data and logs of a run. */
final class Scratch {

  private Scratch() {}

  /** Deletes what a run before left, and makes the folder. */
  static void prepare(Path scratch) {
    try {
      deleteAll(scratch);
      Files.createDirectories(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the data; logs stay. */
  static void dropData(Path scratch) {
    try (Stream<Path> inside = Files.list(scratch)) {
      for (Path path : inside.filter(Files::isDirectory).toList()) {
        deleteAll(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
