package dev.sluice.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/** What the kernel tells about a process in {@code /proc}. */
public final class ProcStat {

  /** The unit of times in {@code stat} as the kernel shows it to programs, on every machine. */
  private static final long MICROS_PER_TICK = 10_000;

  private static final int USER_TIME_AFTER_NAME = 11;

  private ProcStat() {}

  /** Processor time, user and system, that the processes have used so far. */
  public static long cpuMicros(Collection<Long> pids) {
    return pids.stream().mapToLong(pid -> cpuMicros(read(pid, "stat"))).sum();
  }

  /** Processor time in the text of a {@code stat} file, whose name field may hold anything. */
  static long cpuMicros(String stat) {
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long user = Long.parseLong(afterName[USER_TIME_AFTER_NAME]);
    long system = Long.parseLong(afterName[USER_TIME_AFTER_NAME + 1]);
    return (user + system) * MICROS_PER_TICK;
  }

  /** Memory that the process really occupies. */
  public static long residentKilobytes(long pid) {
    return number(read(pid, "status"), "VmRSS:");
  }

  public static long threads(long pid) {
    return number(read(pid, "status"), "Threads:");
  }

  /** Open files and sockets. */
  public static long fileDescriptors(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " cannot be looked at", e);
    }
  }

  /** The number after a label in the text of a {@code status} file. */
  static long number(String status, String label) {
    return status
        .lines()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).strip().split("\\s+")[0])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no " + label + " in /proc"));
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " cannot be looked at", e);
    }
  }
}
