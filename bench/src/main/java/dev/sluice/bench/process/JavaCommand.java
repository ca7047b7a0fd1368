package dev.sluice.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of another JVM of the same kind, on the same class path. */
public final class JavaCommand {

  private static final List<String> COMMON =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dvertx.disableHttpHeadersValidation=true",
          "-Dvertx.disableMetrics=true",
          "-Dvertx.disableContextTimings=true",
          "-Dlogback.configurationFile=dev/sluice/bench/bench-logback.xml");

  private JavaCommand() {}

  /**
   * The command.
   *
   * @param options for the JVM, after those that all have
   */
  public static List<String> of(List<String> options, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(COMMON);
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(arguments);
    return command;
  }
}
