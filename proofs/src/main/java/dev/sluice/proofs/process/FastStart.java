package dev.sluice.proofs.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's AOT cache for the processes of a proof, as the {@code sluice} command uses one: without
 * it a restarted role spends seconds on loading classes. Made once, again when a jar is newer.
 */
final class FastStart {
  private static final long TRAINING_SECONDS = 180;

  private FastStart() {}

  /** Options for the JVM; none where the class path has folders, of which no cache is made. */
  static synchronized List<String> options(List<String> jvm) throws IOException {
    List<Path> jars =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList();
    if (jars.isEmpty() || jars.stream().anyMatch(Files::isDirectory)) {
      return List.of();
    }
    Path parent = jars.getFirst().toAbsolutePath().getParent();
    if (parent == null) {
      return List.of();
    }
    Path cache = parent.resolveSibling("proofs.aot");
    if (stale(cache, jars)) {
      train(cache, jvm);
    }
    return Files.exists(cache)
        ? List.of(
            "-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds=off", "-Xlog:class+path=off")
        : List.of();
  }

  private static boolean stale(Path cache, List<Path> jars) throws IOException {
    if (!Files.exists(cache)) {
      return true;
    }
    for (Path jar : jars) {
      if (Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(cache)) > 0) {
        return true;
      }
    }
    return false;
  }

  private static void train(Path cache, List<String> jvm) throws IOException {
    Files.deleteIfExists(cache);
    Path data = Files.createTempDirectory("sluice-train");
    List<String> command = new ArrayList<>(jvm);
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "dev.sluice.launcher.SluiceMain",
            "train",
            "--data",
            data.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("train.log").toFile())
            .start();
    try {
      Optional<Integer> exit =
          process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)
              ? Optional.of(process.exitValue())
              : Optional.empty();
      if (exit.isEmpty() || exit.get() != 0) {
        Files.deleteIfExists(cache);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
