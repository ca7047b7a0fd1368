package dev.sluice.proofs.gateway;

import dev.sluice.launcher.assembly.AllInOne;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.config.SluiceFileLoader;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A simulator and the whole gateway in this process. */
public final class LocalGateway implements AutoCloseable {
  private final SimulatorServer simulator;
  private final AllInOne gateway;

  private LocalGateway(SimulatorServer simulator, AllInOne gateway) {
    this.simulator = simulator;
    this.gateway = gateway;
  }

  /** Starts both; returns when the gateway is ready, the streams beside the path too. */
  public static LocalGateway start(Path data, SimulatorConfig simulatorConfig)
      throws InterruptedException {
    return start(data, simulatorConfig, url -> GatewayFile.allInOne(url).text());
  }

  /**
   * Starts both with a configuration of one's own; returns when the gateway is ready.
   *
   * @param configuration makes the file's text of the simulator's URL
   */
  public static LocalGateway start(
      Path data, SimulatorConfig simulatorConfig, UnaryOperator<String> configuration)
      throws InterruptedException {
    SimulatorServer simulator = SimulatorServer.start(simulatorConfig);
    try {
      String text = configuration.apply(simulator.url());
      return new LocalGateway(simulator, started(text, data));
    } catch (RuntimeException | InterruptedException e) {
      simulator.close();
      throw e;
    }
  }

  private static AllInOne started(String text, Path data) throws InterruptedException {
    AllInOne gateway = AllInOne.start(load(text), GatewayFile.ENVIRONMENT, data);
    try {
      gateway.awaitAll();
      return gateway;
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  /**
   * Reads a configuration that must be good.
   *
   * @throws IllegalArgumentException with the problems, if it is not
   */
  public static SluiceFile load(String text) {
    Map<String, String> environment = GatewayFile.ENVIRONMENT;
    return switch (SluiceFileLoader.loadText(
        "proof.yaml", text, environment, EnumSet.allOf(Role.class))) {
      case LoadOutcome.Loaded loaded -> loaded.file();
      case LoadOutcome.Invalid invalid -> throw new IllegalArgumentException(invalid.report());
    };
  }

  /** Where callers go, version part included. */
  public String url() {
    return gateway.url();
  }

  public String adminUrl() {
    return gateway.adminUrl();
  }

  public String simulatorUrl() {
    return simulator.url();
  }

  public Connection connection() {
    return gateway.connection();
  }

  @Override
  public void close() {
    gateway.close();
    simulator.close();
  }
}
