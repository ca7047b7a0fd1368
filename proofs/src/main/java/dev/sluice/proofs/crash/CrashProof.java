package dev.sluice.proofs.crash;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.bill.Books;
import dev.sluice.proofs.gateway.RoleCluster;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * 64 callers, and at least 20 kills of every kind of process; then every caller has its answer,
 * every accepted request its outcome, and the ledger is held against the bill.
 */
public final class CrashProof implements Proof {
  @Override
  public String name() {
    return "crash";
  }

  @Override
  public String claim() {
    return "Killed and stopped processes lose no accepted request and no spend.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    Map<String, String> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    Random random = new Random(settings.seed());
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.defaults());
        RoleCluster cluster = RoleCluster.start(settings.folder(), simulator.url(), 2)) {
      CrashRun run = new CrashRun(cluster, settings, random, figures, failures);
      settings.progress().accept("two routers, two ingresses, two workers are ready");
      int inFlight = 0;
      inFlight += run.phase(Blow.WORKER, settings.scaled(6, 1));
      inFlight += run.phase(Blow.INGRESS, settings.scaled(4, 1));
      inFlight += run.phase(Blow.ROUTER, settings.scaled(4, 1));
      inFlight += run.phase(Blow.COST_STREAM, settings.scaled(3, 1));
      inFlight += run.phase(Blow.ROUTER_STOPPED, settings.scaled(3, 1));
      inFlight += run.phase(Blow.BROKER, settings.scaled(2, 1));
      settings.progress().accept("waiting for what is in flight, and for write-offs");
      Books.judge(cluster.connection(), simulator.url(), inFlight, figures, failures);
      StaleDispatches stale = StaleDispatches.count(cluster.connection());
      figures.put("dispatches from a stale epoch", stale.toString());
      if (stale.called() > 0) {
        failures.add(stale.toString());
      }
    }
    return new ProofOutcome(figures, failures);
  }
}
