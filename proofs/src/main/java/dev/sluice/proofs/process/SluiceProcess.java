package dev.sluice.proofs.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process of the gateway with its log file. It can be killed, paused and continued; a new one
 * with the same arguments is its restart.
 */
public final class SluiceProcess implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final String name;

  private SluiceProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts {@code sluice <arguments>} on this JVM's own class path.
   *
   * @param name of the log file
   * @param environment added to this process's own
   */
  public static SluiceProcess start(
      String name, Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException {
    return start(name, folder, environment, "dev.sluice.launcher.SluiceMain", arguments);
  }

  /** Starts another class with a main method in the same way. */
  public static SluiceProcess start(
      String name,
      Path folder,
      Map<String, String> environment,
      String mainClass,
      List<String> arguments)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    List<String> jvm = jvm();
    List<String> command = new ArrayList<>(jvm);
    command.addAll(FastStart.options(jvm));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
    return new SluiceProcess(name, builder.start(), log);
  }

  /** As the {@code sluice} command starts it, but for the compiler: many share few cores here. */
  private static List<String> jvm() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx512m",
        "-Xss512k",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dio.netty.tryReflectionSetAccessible=false",
        "-Dvertx.disableDnsResolver=true",
        "-Dlogback.configurationFile=logback-sluice.xml");
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** {@code kill -9}, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** {@code SIGSTOP}. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** {@code SIGCONT}. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /**
   * {@code SIGTERM}, and waits.
   *
   * @return whether it was gone in time
   */
  public boolean stop(Duration atMost) throws InterruptedException {
    process.destroy();
    return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What it has printed so far. */
  public String output() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }
}
