package dev.sluice.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that the bench started. What it prints goes to a file, which is searched for the sign
 * that it is ready. One thread.
 */
public final class ChildProcess implements AutoCloseable {

  private static final long STOP_SECONDS = 20;
  private static final int LOOK_MILLIS = 5;
  private static final int TAIL_LINES = 12;

  private final String name;
  private final Process process;
  private final Path log;
  private final long startedNanos = System.nanoTime();

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** What came of waiting. */
  public sealed interface Outcome {

    /**
     * It is ready.
     *
     * @param sign what was found
     * @param wallMillis from its start to the sign
     */
    record Ready(Matcher sign, long wallMillis) implements Outcome {}

    /** It ended, or took too long. */
    record NotReady(String why) implements Outcome {}
  }

  /**
   * Starts a process.
   *
   * @param environment added to the bench's own
   * @param logFolder its output goes to {@code name.log} there
   */
  public static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path logFolder) {
    try {
      Path log = logFolder.resolve(name + ".log");
      // Straight to a file: a gateway may print a line for each call, and the generator that read
      // those would be measured with them.
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return new ChildProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " could not be started", e);
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has printed something that matches. */
  public Outcome await(Pattern sign, Duration atMost) throws InterruptedException {
    long end = startedNanos + atMost.toNanos();
    while (true) {
      Optional<Matcher> found = find(sign);
      if (found.isPresent()) {
        return new Outcome.Ready(found.get(), (System.nanoTime() - startedNanos) / 1_000_000);
      }
      if (!process.isAlive()) {
        return new Outcome.NotReady(name + " ended with " + process.exitValue() + tail());
      }
      if (System.nanoTime() - end > 0) {
        return new Outcome.NotReady(
            name + " was not ready within " + atMost.toSeconds() + " s" + tail());
      }
      process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private Optional<Matcher> find(Pattern sign) {
    Matcher matcher = sign.matcher(printed());
    return matcher.find() ? Optional.of(matcher) : Optional.empty();
  }

  private String printed() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      // Nothing yet, or half a letter.
      return "";
    }
  }

  private String tail() {
    List<String> lines = printed().lines().toList();
    int from = Math.max(0, lines.size() - TAIL_LINES);
    return ":\n" + String.join("\n", lines.subList(from, lines.size()));
  }

  /** Asks it and what it started to end, and ends them if they do not. */
  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    started.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
