package dev.sluice.proofs.crash;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.bill.Books;
import dev.sluice.proofs.gateway.RoleCluster;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * 64 callers, and at least 20 kills of every kind of process; then every caller has its answer,
 * every accepted request its outcome, and the ledger is held against the bill.
 */
public final class CrashProof implements Proof {
  private static final int CALLERS = 64;

  /** How often each blow falls in the long form. */
  private static final Map<Blow, Integer> BLOWS =
      new EnumMap<>(
          Map.of(
              Blow.WORKER, 6,
              Blow.INGRESS, 4,
              Blow.ROUTER, 4,
              Blow.ROUTER_LOST, 4,
              Blow.COST_STREAM, 3,
              Blow.ROUTER_STOPPED, 3,
              Blow.BROKER, 2));

  private final Set<Blow> blows;
  private final int patience;

  /** All kinds of blows. */
  public CrashProof() {
    this(BLOWS.keySet(), 1);
  }

  private CrashProof(Set<Blow> blows, int patience) {
    this.blows = blows;
    this.patience = patience;
  }

  /** A part of it that is short enough for a test: the owning router is killed. */
  public static CrashProof ofRouter() {
    return new CrashProof(EnumSet.of(Blow.ROUTER), 3);
  }

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
      CrashRun run = new CrashRun(CALLERS, patience, cluster, settings, random, figures, failures);
      settings.progress().accept("two routers, two ingresses, two workers are ready");
      int inFlight = 0;
      for (Blow blow : blows) {
        inFlight += run.phase(blow, settings.scaled(BLOWS.getOrDefault(blow, 1), 1));
      }
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
