package dev.sluice.launcher;

import dev.sluice.launcher.command.AclsCommand;
import dev.sluice.launcher.command.ApplyCommand;
import dev.sluice.launcher.command.BrokerCommand;
import dev.sluice.launcher.command.CheckCommand;
import dev.sluice.launcher.command.CreateCommand;
import dev.sluice.launcher.command.DeleteCommand;
import dev.sluice.launcher.command.DiffCommand;
import dev.sluice.launcher.command.DoctorCommand;
import dev.sluice.launcher.command.GetCommand;
import dev.sluice.launcher.command.KeysCommand;
import dev.sluice.launcher.command.ProvidersCommand;
import dev.sluice.launcher.command.RequestCommand;
import dev.sluice.launcher.command.RoleCommands;
import dev.sluice.launcher.command.SpendCommand;
import dev.sluice.launcher.command.TopicsCommand;
import dev.sluice.launcher.command.TrainCommand;
import dev.sluice.launcher.command.UpCommand;
import dev.sluice.launcher.command.VersionCommand;
import dev.sluice.simulator.SimulatorMain;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code sluice} command. */
@Command(
    name = "sluice",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "An AI gateway on Apache Kafka.",
    subcommands = {
      UpCommand.class,
      RoleCommands.Ingress.class,
      RoleCommands.RouterWorker.class,
      RoleCommands.ProviderWorkers.class,
      RoleCommands.CostStream.class,
      RoleCommands.ObservabilityStream.class,
      BrokerCommand.class,
      SimulatorMain.class,
      CheckCommand.class,
      ApplyCommand.class,
      DiffCommand.class,
      GetCommand.class,
      CreateCommand.class,
      DeleteCommand.class,
      KeysCommand.class,
      SpendCommand.class,
      RequestCommand.class,
      ProvidersCommand.class,
      TopicsCommand.class,
      AclsCommand.class,
      DoctorCommand.class,
      TrainCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class SluiceMain {
  /** Commands that run for long, by name. */
  static final Map<String, Class<?>> STARTED =
      Map.of(
          "up", UpCommand.class,
          "ingress", RoleCommands.Ingress.class,
          "router-worker", RoleCommands.RouterWorker.class,
          "provider-workers", RoleCommands.ProviderWorkers.class,
          "cost-stream", RoleCommands.CostStream.class,
          "observability-stream", RoleCommands.ObservabilityStream.class,
          "broker", BrokerCommand.class);

  private SluiceMain() {}

  public static void main(String[] arguments) {
    System.exit(commandLineFor(arguments).execute(arguments));
  }

  /** The command line; a refusal that was expected prints its message and no stack trace. */
  public static CommandLine commandLine() {
    return with(new CommandLine(new SluiceMain()));
  }

  /**
   * The command line for these arguments: without the other commands where the first is one that
   * runs for long. To look at all of them takes half a second, which those who wait for a start
   * need not spend.
   */
  static CommandLine commandLineFor(String... arguments) {
    Class<?> only = arguments.length == 0 ? null : STARTED.get(arguments[0]);
    return only == null
        ? commandLine()
        : with(new CommandLine(new Alone()).addSubcommand(arguments[0], only));
  }

  private static CommandLine with(CommandLine line) {
    return line.setExecutionExceptionHandler(new Refusals());
  }

  /** What is common to all commands. */
  @Command(name = "sluice", mixinStandardHelpOptions = true)
  private static final class Alone {}
}
