package dev.sluice.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Where a run took place.
 *
 * @param load the load average of the last minute before the run: above a half or so, others were
 *     at work and the figures are worth little
 */
public record Machine(
    int cores, String processor, long memoryMegabytes, String jdk, String kernel, String load) {

  /** This machine, now. */
  public static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        processor(text(Path.of("/proc/cpuinfo"))),
        ProcStat.number(text(Path.of("/proc/meminfo")), "MemTotal:") / 1024,
        System.getProperty("java.vendor.version", "") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        text(Path.of("/proc/loadavg")).split(" ")[0]);
  }

  static String processor(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  /** The commit that is measured, with a mark if files differ from it; empty outside a checkout. */
  public static String commit(Path folder) throws InterruptedException {
    String commit = output(folder, "git", "rev-parse", "--short", "HEAD");
    if (commit.isEmpty()) {
      return "";
    }
    return output(folder, "git", "status", "--porcelain", "--untracked-files=no").isEmpty()
        ? commit
        : commit + " with changes";
  }

  private static String output(Path folder, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? text.strip() : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "unknown";
    }
  }
}
