package dev.sluice.proofs.crash;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.Reconciliation;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.RoleCluster;
import dev.sluice.proofs.ledger.LedgerProof;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
        RoleCluster cluster =
            RoleCluster.start(settings.folder(), simulator.url(), 2)) {
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
      judge(simulator, cluster, inFlight, figures, failures);
    }
    return new ProofOutcome(figures, failures);
  }

  private static void judge(
      SimulatorServer simulator,
      RoleCluster cluster,
      int inFlightAtKills,
      Map<String, String> figures,
      List<String> failures)
      throws Exception {
    Topics names = cluster.connection().topics();
    TopicReader topics = new TopicReader(cluster.connection().kafka());
    BillReader bill = new BillReader(simulator.url());
    Set<String> open = new HashSet<>();
    boolean ended =
        Waiting.until(
            Duration.ofSeconds(120),
            () -> {
              open.clear();
              open.addAll(LedgerProof.withoutOutcome(topics, names));
              return open.isEmpty() && bill.open() == 0 && allEntered(bill, topics, names);
            });
    if (!open.isEmpty()) {
      failures.add(open.size() + " accepted requests have no outcome: " + open.stream().limit(5).toList());
    }
    if (!ended) {
      figures.put("note", "the ledger was still incomplete after 120 s");
    }
    List<LedgerEntry> ledger =
        topics.all(names.spendEntries()).stream().map(TopicReader.Read::value).toList();
    Reconciliation found = Reconciliation.of(bill.read(), ledger);
    figures.putAll(found.figures());
    failures.addAll(found.problems());
    failures.addAll(found.below());
    figures.put("calls in flight at the kills", Integer.toString(inFlightAtKills));
    if (found.estimated() + found.worstCase() > inFlightAtKills) {
      failures.add(
          (found.estimated() + found.worstCase())
              + " entries are estimated or written off, but only "
              + inFlightAtKills
              + " calls were in flight at the kills");
    }
    StaleDispatches.count(topics, names, figures, failures);
  }

  private static boolean allEntered(BillReader bill, TopicReader topics, Topics names)
      throws Exception {
    Map<String, Integer> entries = new HashMap<>();
    topics
        .all(names.spendEntries())
        .forEach(read -> entries.merge(read.value().getAttemptId(), 1, Integer::sum));
    return bill.read().stream()
        .filter(call -> call.charged())
        .allMatch(call -> entries.containsKey(call.attemptId()));
  }
}
