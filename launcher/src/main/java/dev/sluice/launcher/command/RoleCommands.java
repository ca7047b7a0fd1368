package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.launcher.assembly.RoleStarter;
import dev.sluice.launcher.assembly.StartedRole;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One command per role: it runs that role alone against any Kafka. */
public final class RoleCommands {
  private RoleCommands() {}

  /** What the role commands share. */
  abstract static class OneRole implements Callable<Integer> {
    private final Role role;
    private final Function<RoleStarter, StartedRole> start;

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
        names = "--state",
        paramLabel = "DIR",
        description = "Folder of local state and of the instance's name; one per process.")
    private Path state;

    OneRole(Role role, Function<RoleStarter, StartedRole> start) {
      this.role = role;
      this.start = start;
      this.state = Path.of("sluice-data", role.text());
    }

    @Override
    public Integer call() throws InterruptedException {
      SluiceFile file = config.load(System.getenv(), Set.of(role));
      Connection connection = Connection.of(file, System.getenv());
      RoleStarter starter = new RoleStarter(file, System.getenv(), connection, state, false);
      starter.createTopics();
      StartedRole started = start.apply(starter);
      System.out.println(started.name() + " started, admin on " + started.adminUrl());
      if (role == Role.INGRESS) {
        System.out.println("callers on " + starter.callerUrl());
      }
      Running.untilStopped(started.closing());
      return 0;
    }
  }

  /** {@code sluice ingress}. */
  @Command(
      name = "ingress",
      mixinStandardHelpOptions = true,
      description = "Runs the ingress: HTTP callers to Kafka and back.")
  public static final class Ingress extends OneRole {
    public Ingress() {
      super(Role.INGRESS, RoleStarter::ingress);
    }
  }

  /** {@code sluice router-worker}. */
  @Command(
      name = "router-worker",
      mixinStandardHelpOptions = true,
      description = "Runs the router: admission, routing, fallback, deadlines.")
  public static final class RouterWorker extends OneRole {
    public RouterWorker() {
      super(Role.ROUTER_WORKER, RoleStarter::routerWorker);
    }
  }

  /** {@code sluice provider-workers}. */
  @Command(
      name = "provider-workers",
      mixinStandardHelpOptions = true,
      description = "Runs the workers that call providers; the only role that sees credentials.")
  public static final class ProviderWorkers extends OneRole {
    public ProviderWorkers() {
      super(Role.PROVIDER_WORKERS, RoleStarter::providerWorkers);
    }
  }

  /** {@code sluice cost-stream}. */
  @Command(
      name = "cost-stream",
      mixinStandardHelpOptions = true,
      description = "Runs the ledger: attempts to spend, exactly once.")
  public static final class CostStream extends OneRole {
    public CostStream() {
      super(Role.COST_STREAM, RoleStarter::costStream);
    }
  }

  /** {@code sluice observability-stream}. */
  @Command(
      name = "observability-stream",
      mixinStandardHelpOptions = true,
      description = "Runs the metrics: latency, TTFT, errors and health of deployments.")
  public static final class ObservabilityStream extends OneRole {
    public ObservabilityStream() {
      super(Role.OBSERVABILITY_STREAM, RoleStarter::observabilityStream);
    }
  }
}
