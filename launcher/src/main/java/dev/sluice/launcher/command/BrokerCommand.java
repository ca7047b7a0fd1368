package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.LocalKafka;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice broker}: the embedded broker and registry as a process of their own. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Runs the embedded broker and schema registry alone.")
public final class BrokerCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", description = "Data folder.")
  private Path data = Path.of("sluice-data");

  @Option(names = "--host", description = "Address to listen on.")
  private String host = "127.0.0.1";

  @Option(names = "--port", description = "Kafka's port, 0 for a free one.")
  private int port = 9092;

  @Option(names = "--registry-port", description = "The registry's port, 0 for a free one.")
  private int registryPort = 8081;

  @Override
  public Integer call() throws InterruptedException {
    LocalKafka kafka = LocalKafka.start(data, host, port, registryPort);
    System.out.println(
        "broker ready on " + kafka.bootstrapServers() + ", registry on " + kafka.registryUrl());
    Running.untilStopped(kafka);
    return 0;
  }
}
