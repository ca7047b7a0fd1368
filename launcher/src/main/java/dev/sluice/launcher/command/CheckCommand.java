package dev.sluice.launcher.command;

import static java.util.Objects.requireNonNull;

import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice check -f FILE}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Checks a configuration file as a start would, and starts nothing.")
public final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    return switch (config.outcome(System.getenv(), EnumSet.allOf(Role.class))) {
      case LoadOutcome.Loaded loaded -> {
        loaded.warnings().forEach(warning -> out.println("warning: " + warning));
        out.println("the configuration is good");
        yield 0;
      }
      case LoadOutcome.Invalid invalid -> {
        out.print(invalid.report());
        out.flush();
        yield 1;
      }
    };
  }
}
