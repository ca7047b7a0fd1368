package dev.sluice.proofs.gateway;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.launcher.assembly.RoleStarter;
import dev.sluice.router.RouterRole;
import dev.sluice.router.topology.RouterServices.OwnershipChecks;
import dev.sluice.schemas.config.SluiceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A router that does not check whether it is still the owner of its partitions. It shows that the
 * proofs would see one.
 */
public final class UncheckedRouterMain {
  private UncheckedRouterMain() {}

  /**
   * @param arguments configuration file and folder of state
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SluiceFile file = LocalGateway.load(Files.readString(Path.of(arguments[0])));
    Connection connection = Connection.of(file, GatewayFile.ENVIRONMENT);
    RoleStarter starter =
        new RoleStarter(file, GatewayFile.ENVIRONMENT, connection, Path.of(arguments[1]), false);
    try (RouterRole role =
        RouterRole.start(starter.routerConfig(), OwnershipChecks.OFF_TO_SHOW_THE_FAILURE)) {
      System.out.println("unchecked router started, admin on port " + role.adminPort());
      new CountDownLatch(1).await();
    }
  }
}
