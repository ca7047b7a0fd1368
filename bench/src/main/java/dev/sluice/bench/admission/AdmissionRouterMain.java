package dev.sluice.bench.admission;

import dev.sluice.bench.process.Announcement;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.launcher.assembly.RoleStarter;
import dev.sluice.router.RouterConfig;
import dev.sluice.router.RouterRole;
import dev.sluice.schemas.config.SluiceFile;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A router with the settings of a usual one, but for the bound of requests under way: nobody
 * answers them here, and the bound would refuse what is measured.
 */
public final class AdmissionRouterMain {
  private static final int MOST_IN_FLIGHT = 10_000_000;

  private AdmissionRouterMain() {}

  /**
   * @param arguments bootstrap servers, registry, folder of state
   */
  public static void main(String[] arguments) throws InterruptedException {
    SluiceFile file = AdmissionFile.of(arguments[0], arguments[1]);
    Connection connection = AdmissionFile.connection(file);
    RoleStarter starter =
        new RoleStarter(file, AdmissionFile.ENVIRONMENT, connection, Path.of(arguments[2]), false);
    RouterConfig usual = starter.routerConfig();
    RouterConfig config =
        new RouterConfig(
            usual.kafka(),
            usual.topics(),
            usual.instanceId(),
            usual.stateDir(),
            usual.host(),
            usual.adminPort(),
            usual.sessionTimeout(),
            usual.standbyReplicas(),
            usual.streamThreads(),
            usual.batchWindow(),
            MOST_IN_FLIGHT,
            usual.payloadCacheBytes());
    try (RouterRole role = RouterRole.start(config)) {
      Announcement.ready("http://127.0.0.1:" + role.adminPort());
      new CountDownLatch(1).await();
    }
  }
}
