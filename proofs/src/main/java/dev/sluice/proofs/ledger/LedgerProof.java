package dev.sluice.proofs.ledger;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.bill.Books;
import dev.sluice.proofs.bill.Reconciliation;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Answer.Ending;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Caller;
import dev.sluice.proofs.traffic.Crowd;
import dev.sluice.proofs.traffic.Traffic;
import dev.sluice.schemas.decision.RequestEnd;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.simulator.SimulatorConfig;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** 5,000 mixed requests at concurrency 64; then the ledger beside the provider's bill. */
public final class LedgerProof implements Proof {
  private static final int REQUESTS = 5_000;
  private static final int AT_ONCE = 64;

  /** Looks in a row at which the ledger has not grown. */
  private static final int STILL_LOOKS = 12;

  private static final double ESTIMATE_BOUND = 0.15;
  private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000);

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public String claim() {
    return "The ledger equals the provider's bill, and the replies' costs add up to the ledger.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    Map<String, String> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    SimulatorConfig simulator = SimulatorConfig.defaults();
    try (LocalGateway gateway =
            LocalGateway.start(
                settings.folder(),
                simulator,
                url -> GatewayFile.allInOne(url).textWithEveryDialect());
        Caller caller = new Caller(gateway.url(), GatewayFile.KEY, Duration.ofSeconds(60))) {
      List<Ask> asks = new Traffic(settings.seed(), models()).mixed(settings.scaled(REQUESTS, 200));
      List<Answer> answers =
          Crowd.ask(
              caller,
              asks,
              AT_ONCE,
              done -> settings.progress().accept(done + " of " + asks.size() + " answered"));
      describe(answers, figures, failures);
      BillReader bill = new BillReader(gateway.simulatorUrl());
      TopicReader topics = new TopicReader(gateway.connection().kafka());
      settings.progress().accept("waiting for the ledger");
      int looks = settings.scale() >= 1 ? STILL_LOOKS : STILL_LOOKS / 3;
      awaitLedger(bill, topics, gateway.connection().topics(), looks);
      List<LedgerEntry> ledger = ledger(topics, gateway.connection().topics());
      Reconciliation found = Reconciliation.of(bill.read(), ledger);
      Files.write(settings.folder().resolve("inexact.txt"), found.inexact());
      figures.put("billed calls by model", byModel(bill.read()).toString());
      judge(found, settings.scale() >= 1, figures, failures);
      judgeReplies(answers, ledger, figures, failures);
      judgeOutcomes(topics, gateway.connection().topics(), figures, failures);
    }
    return new ProofOutcome(figures, failures);
  }

  private static Map<String, Integer> byModel(List<BilledCall> bill) {
    Map<String, Integer> byModel = new TreeMap<>();
    bill.forEach(call -> byModel.merge(call.model(), 1, Integer::sum));
    return byModel;
  }

  private static List<String> models() {
    List<String> models = new ArrayList<>(GatewayFile.EVERY_DIALECT);
    models.add(GatewayFile.CHAIN);
    return models;
  }

  private static void describe(
      List<Answer> answers, Map<String, String> figures, List<String> failures) {
    Map<String, Integer> endings = new TreeMap<>();
    for (Answer answer : answers) {
      endings.merge(
          answer.ending() + (answer.status() == 200 ? "" : " " + answer.status()), 1, Integer::sum);
      if (answer.ending() == Ending.BROKEN && failures.size() < 10) {
        failures.add("a caller got no end: " + answer);
      }
    }
    figures.put("requests", Integer.toString(answers.size()));
    figures.put("endings", endings.toString());
  }

  /** Waits until the provider has no open call and the ledger does not grow any more. */
  private static void awaitLedger(BillReader bill, TopicReader topics, Topics names, int looks)
      throws InterruptedException {
    int[] last = {-1, 0};
    Waiting.until(
        Duration.ofSeconds(90),
        () -> {
          if (bill.open() > 0 || !Books.withoutOutcome(topics, names).isEmpty()) {
            return false;
          }
          int size = topics.all(names.spendEntries()).size() + topics.all(names.outcomes()).size();
          last[1] = size == last[0] ? last[1] + 1 : 0;
          last[0] = size;
          return last[1] >= looks;
        });
  }

  static List<LedgerEntry> ledger(TopicReader topics, Topics names) {
    return topics.all(names.spendEntries()).stream().map(TopicReader.Read::value).toList();
  }

  /** The ratio of estimates is a figure of many calls: the short form is too small for it. */
  private static void judge(
      Reconciliation found, boolean many, Map<String, String> figures, List<String> failures) {
    figures.putAll(found.figures());
    failures.addAll(found.problems());
    if (found.worstCase() > 0) {
      failures.add(found.worstCase() + " attempts were written off although nothing crashed");
    }
    found
        .estimatedRatio()
        .forEach((name, ratio) -> {
          if (many && Math.abs(ratio - 1) > ESTIMATE_BOUND) {
            failures.add("estimated " + name + " tokens are " + ratio + " of the billed ones");
          }
        });
  }

  /** The cost in each reply is that of the attempts of its request. */
  private static void judgeReplies(
      List<Answer> answers,
      List<LedgerEntry> ledger,
      Map<String, String> figures,
      List<String> failures) {
    Map<String, Long> byRequest = new HashMap<>();
    for (LedgerEntry entry : ledger) {
      byRequest.merge(
          entry.getRequestId(),
          entry.getCostNanoUsd() == null ? 0 : entry.getCostNanoUsd(),
          Long::sum);
    }
    long said = 0;
    long entered = 0;
    int compared = 0;
    for (Answer answer : answers) {
      if (answer.costUsd().isEmpty()) {
        if (answer.ending() == Ending.FULL && failures.size() < 20) {
          failures.add("a full reply says no cost: " + answer);
        }
        continue;
      }
      long cost = new BigDecimal(answer.costUsd().get()).multiply(NANO).longValueExact();
      long entry = byRequest.getOrDefault(answer.requestId(), 0L);
      if (cost != entry && failures.size() < 20) {
        failures.add(
            "request "
                + answer.requestId()
                + " said "
                + cost
                + " nano-USD, its entries say "
                + entry);
      }
      said += cost;
      entered += entry;
      compared++;
    }
    figures.put("replies with a cost", Integer.toString(compared));
    figures.put("nano-USD in replies", Long.toString(said));
    figures.put("nano-USD in the ledger for them", Long.toString(entered));
  }

  private static void judgeOutcomes(
      TopicReader topics, Topics names, Map<String, String> figures, List<String> failures) {
    Map<RequestEnd, Integer> ends = new TreeMap<>();
    topics
        .all(names.outcomes())
        .forEach(read -> ends.merge(read.value().getEnd(), 1, Integer::sum));
    figures.put("outcomes", ends.toString());
    Set<String> open = Books.withoutOutcome(topics, names);
    if (!open.isEmpty()) {
      failures.add(
          open.size() + " accepted requests have no outcome, " + open.stream().limit(3).toList());
    }
  }
}
