package dev.sluice.proofs.crash;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.gateway.RoleCluster;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The owning router is stopped past its session and goes on. With its checks nothing of the epoch
 * that was taken from it is called: what its producer had in hand when it was stopped may reach the
 * topic, and the workers refuse it. Without the checks calls are made, and are seen.
 */
public final class StaleOwnerProof implements Proof {
  private static final int TRIES = 20;

  /** So many that the router has some in hand whenever it is stopped. */
  private static final int CALLERS = 400;

  @Override
  public String name() {
    return "stale-owner";
  }

  @Override
  public String claim() {
    return "A router that was stopped and goes on has no call made; without the epoch check it has.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    Map<String, String> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.defaults());
        RoleCluster cluster = RoleCluster.start(settings.folder(), simulator.url(), 2)) {
      CrashRun run =
          new CrashRun(
              CALLERS, 1, cluster, settings, new Random(settings.seed()), figures, failures);
      run.phase(Blow.ROUTER_STOPPED, settings.scaled(4, 1));
      StaleDispatches checked = StaleDispatches.count(cluster.connection());
      figures.put("with the checks", checked.toString());
      if (checked.called() > 0) {
        failures.add("with the checks: " + checked);
      }
      for (String name : List.of("router-1", "router-2")) {
        RoleCluster.Member router = cluster.member(name);
        router.process().kill();
        router.restartUnchecked();
        router.awaitReady();
      }
      List<String> ignored = new ArrayList<>();
      CrashRun unchecked =
          new CrashRun(
              CALLERS,
              1,
              cluster,
              settings,
              new Random(settings.seed()),
              new LinkedHashMap<>(),
              ignored);
      StaleDispatches seen = checked;
      for (int i = 0; i < TRIES && seen.called() == checked.called(); i++) {
        unchecked.phase(Blow.ROUTER_STOPPED, 1);
        seen = StaleDispatches.count(cluster.connection());
      }
      figures.put("without the checks", seen.toString());
      if (seen.called() == checked.called()) {
        failures.add("without the checks no stale call was seen in " + TRIES + " tries");
      }
    }
    return new ProofOutcome(figures, failures);
  }
}
