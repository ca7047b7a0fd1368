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
  private SluiceMain() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line; a refusal that was expected prints its message and no stack trace. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new SluiceMain());
    line.setExecutionExceptionHandler(new Refusals());
    return line;
  }
}
