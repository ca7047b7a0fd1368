package dev.sluice.launcher.command;

import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice check -f FILE}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Checks a configuration file as a start would, and starts nothing.")
public final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() {
    return switch (config.outcome(System.getenv(), EnumSet.allOf(Role.class))) {
      case LoadOutcome.Loaded loaded -> {
        loaded.warnings().forEach(warning -> System.out.println("warning: " + warning));
        System.out.println("the configuration is good");
        yield 0;
      }
      case LoadOutcome.Invalid invalid -> {
        System.out.print(invalid.report());
        yield 1;
      }
    };
  }
}
