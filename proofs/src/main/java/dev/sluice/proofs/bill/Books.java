package dev.sluice.proofs.bill;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.proofs.Waiting;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the ledger of a gateway that had processes killed against the provider's bill. */
public final class Books {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private Books() {}

  /**
   * Waits until everything accepted has its outcome and everything billed its entry, and compares.
   *
   * @param inFlightAtKills as many entries may be estimated or written off
   */
  public static void judge(
      Connection connection,
      String simulatorUrl,
      int inFlightAtKills,
      Map<String, String> figures,
      List<String> failures)
      throws Exception {
    judge(connection, simulatorUrl, inFlightAtKills, figures, failures, true);
  }

  /**
   * The same; where nothing was killed an estimate may be below the bill.
   *
   * @param killed whether processes were killed
   */
  public static void judge(
      Connection connection,
      String simulatorUrl,
      int inFlightAtKills,
      Map<String, String> figures,
      List<String> failures,
      boolean killed)
      throws Exception {
    Topics names = connection.topics();
    TopicReader topics = new TopicReader(connection.kafka());
    BillReader bill = new BillReader(simulatorUrl);
    Set<String> open = new HashSet<>();
    boolean ended =
        Waiting.until(
            PATIENCE,
            () -> {
              open.clear();
              open.addAll(withoutOutcome(topics, names));
              return open.isEmpty() && bill.open() == 0 && allEntered(bill, topics, names);
            });
    if (!open.isEmpty()) {
      failures.add(
          open.size() + " accepted requests have no outcome: " + open.stream().limit(5).toList());
    }
    if (!ended) {
      figures.put("note", "the ledger was still incomplete after " + PATIENCE.toSeconds() + " s");
    }
    List<LedgerEntry> ledger =
        topics.all(names.spendEntries()).stream().map(TopicReader.Read::value).toList();
    Reconciliation found = Reconciliation.of(bill.read(), ledger);
    figures.putAll(found.figures());
    failures.addAll(found.problems());
    if (!killed) {
      return;
    }
    failures.addAll(found.below());
    figures.put("calls in flight at the kills, at most", Integer.toString(inFlightAtKills));
    if (found.estimated() + found.worstCase() > inFlightAtKills) {
      failures.add(
          (found.estimated() + found.worstCase())
              + " entries are estimated or written off, but only "
              + inFlightAtKills
              + " calls were in flight at the kills");
    }
  }

  private static boolean allEntered(BillReader bill, TopicReader topics, Topics names)
      throws Exception {
    Set<String> entered = new HashSet<>();
    topics.all(names.spendEntries()).forEach(read -> entered.add(read.value().getAttemptId()));
    return bill.read().stream()
        .filter(BilledCall::charged)
        .allMatch(call -> entered.contains(call.attemptId()));
  }

  /** Accepted requests of which the router has not told how they ended. */
  public static Set<String> withoutOutcome(TopicReader topics, Topics names) {
    Set<String> open = new HashSet<>();
    topics.all(names.requests()).forEach(r -> open.add(r.value().getEnvelope().getRequestId()));
    topics.all(names.outcomes()).forEach(r -> open.remove(r.value().getRequestId()));
    return open;
  }
}
