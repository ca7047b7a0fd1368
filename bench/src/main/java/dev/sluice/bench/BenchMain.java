package dev.sluice.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command behind {@code bench/run}. */
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    description = "Measures Sluice beside the floor and other gateways.",
    subcommands = {
      TableCommand.class,
      AdmissionCommand.class,
      BudgetsCommand.class,
      DialectsCommand.class,
      TranslateCommand.class,
      SoakCommand.class,
      LoadCommand.class
    })
public final class BenchMain {

  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new BenchMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }
}
