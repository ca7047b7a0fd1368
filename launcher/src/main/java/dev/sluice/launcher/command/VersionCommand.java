package dev.sluice.launcher.command;

import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code sluice version}. */
@Command(name = "version", description = "Prints the versions of Sluice, Kafka and the JDK.")
public final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Override
  public Integer call() {
    for (String line : getVersion()) {
      System.out.println(line);
    }
    return 0;
  }

  @Override
  public String[] getVersion() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return new String[] {
      "sluice " + (version == null ? "(built from sources)" : version),
      "kafka  " + AppInfoParser.getVersion(),
      "java   " + Runtime.version()
    };
  }
}
