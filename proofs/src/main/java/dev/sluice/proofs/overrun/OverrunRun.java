package dev.sluice.proofs.overrun;

import dev.sluice.launcher.assembly.ConfigPublisher;
import dev.sluice.launcher.assembly.Connection;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.bill.RefusalSums;
import dev.sluice.proofs.bill.TopicReader;
import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Answer.Ending;
import dev.sluice.proofs.traffic.Caller;
import dev.sluice.proofs.traffic.Crowd;
import dev.sluice.schemas.spend.LedgerEntry;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Callers ask a provider that gives three times what it may, until their budget is in debt; then
 * what the router, the ledger and the provider's bill say of it is held against each other. Runs on
 * any gateway, with a project of its own.
 */
public final class OverrunRun {
  private static final int REFUSED = 429;
  private static final int ASKED_IN_DEBT = 12;
  private static final int MOST_FAILURES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Connection connection;
  private final BillReader bill;
  private final Caller caller;
  private final OverrunPlan plan;
  private final Consumer<String> progress;
  private final Map<String, String> figures = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  private OverrunRun(
      Connection connection,
      BillReader bill,
      Caller caller,
      OverrunPlan plan,
      Consumer<String> progress) {
    this.connection = connection;
    this.bill = bill;
    this.caller = caller;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * What was found.
   *
   * @param failures what does not hold
   */
  public record Found(Map<String, String> figures, List<String> failures) {}

  /**
   * Runs it.
   *
   * @param url where callers go, version part included
   * @param callers at once, eight at least
   * @param cycle after which the budget begins anew, which is waited for; empty for a budget that
   *     never does
   */
  public static Found on(
      Connection connection,
      String url,
      String simulatorUrl,
      int callers,
      Optional<Duration> cycle,
      Consumer<String> progress)
      throws Exception {
    try (Caller caller = new Caller(url, OverrunPlan.KEY, Duration.ofSeconds(60))) {
      OverrunPlan plan = OverrunPlan.of(callers, cycle, System.currentTimeMillis());
      OverrunRun run =
          new OverrunRun(connection, new BillReader(simulatorUrl), caller, plan, progress);
      run.run();
      return new Found(run.figures, run.failures);
    }
  }

  private void run() throws Exception {
    publish();
    List<Answer> answers = new ArrayList<>(untilInForce());
    answers.addAll(
        Crowd.ask(
            caller,
            IntStream.range(0, plan.callers()).mapToObj(OverrunPlan::ask).toList(),
            plan.callers(),
            done -> {}));
    if (!Waiting.until(PATIENCE, this::settled)) {
      failures.add("the books were not complete after " + PATIENCE.toSeconds() + " s");
    }
    progress.accept("all is settled");
    BudgetLog log = log();
    long cycle = log.spent().keySet().stream().findFirst().orElse(0L);
    Set<String> held = log.attempts().getOrDefault(cycle, Set.of());
    long billed = billed(held);
    describe(answers, held, log.spent().getOrDefault(cycle, 0L), billed);
    inDebt(billed);
    if (plan.cycleEndMs() > 0) {
      anew();
    }
    log = log();
    log.beyond().stream().limit(MOST_FAILURES).forEach(failures::add);
    figures.put("refused in debt, by the log", Integer.toString(log.refusedInDebt()));
  }

  private void publish() {
    ConfigPublisher.Outcome outcome =
        new ConfigPublisher(connection).publish(plan.objects(), "file", "proof", PATIENCE);
    if (!(outcome instanceof ConfigPublisher.Outcome.Applied)) {
      throw new IllegalStateException("the configuration was not applied: " + outcome);
    }
  }

  /** Asks until key and budget are in force; returns the answers that the budget paid for. */
  private List<Answer> untilInForce() throws InterruptedException {
    List<Answer> first = new ArrayList<>();
    boolean inForce =
        Waiting.until(
            PATIENCE,
            () -> {
              Answer answer = caller.ask(OverrunPlan.ask(0));
              if (!answer.budget().isEmpty()) {
                first.add(answer);
              }
              return !first.isEmpty();
            });
    if (!inForce) {
      throw new IllegalStateException("the budget did not come into force");
    }
    return first;
  }

  private BudgetLog log() {
    return BudgetLog.of(
        new TopicReader(connection.kafka()).all(connection.topics().decisions()),
        OverrunPlan.BUDGET,
        plan.limit().value());
  }

  /** No call is open, every hold ended, and each of them is in the ledger. */
  private boolean settled() throws IOException {
    BudgetLog log = log();
    long attempts = log.attempts().values().stream().mapToLong(Set::size).sum();
    return bill.open() == 0
        && log.open() == 0
        && attempts > 0
        && entries().stream().map(LedgerEntry::getAttemptId).distinct().count() == attempts;
  }

  private List<LedgerEntry> entries() {
    Set<String> held = Set.copyOf(log().attempts().values().stream().flatMap(Set::stream).toList());
    return new TopicReader(connection.kafka())
        .all(connection.topics().spendEntries()).stream()
            .map(TopicReader.Read::value)
            .filter(entry -> held.contains(entry.getAttemptId()))
            .toList();
  }

  private long billed(Set<String> attempts) throws IOException {
    return bill.read().stream()
        .filter(call -> attempts.contains(call.attemptId()))
        .map(BilledCall::costNanoUsd)
        .mapToLong(cost -> cost.orElse(0))
        .sum();
  }

  private void describe(List<Answer> answers, Set<String> held, long charged, long billed) {
    long limit = plan.limit().value();
    long ledger = 0;
    long output = 0;
    for (LedgerEntry entry : entries()) {
      ledger += entry.getCostNanoUsd() == null ? 0 : entry.getCostNanoUsd();
      output += entry.getOutputTokens() == null ? 0 : entry.getOutputTokens();
    }
    long replies = 0;
    long full = 0;
    for (Answer answer : answers) {
      full += answer.ending() == Ending.FULL ? 1 : 0;
      replies += answer.costUsd().map(OverrunRun::nano).orElse(0L);
      if (answer.ending() != Ending.FULL && !isBudgetRefusal(answer)) {
        failures.add("a caller was told " + brief(answer));
      }
    }
    figures.put("callers at once", Integer.toString(plan.callers()));
    figures.put("served", full + ", with " + output / Math.max(1, full) + " output tokens each");
    figures.put("limit, nano-USD", Long.toString(limit));
    figures.put("billed, nano-USD", Long.toString(billed));
    figures.put("in the ledger, nano-USD", Long.toString(ledger));
    figures.put("in the replies, nano-USD", Long.toString(replies));
    figures.put("charged to the budget, nano-USD", Long.toString(charged));
    figures.put("debt, nano-USD", Long.toString(charged - limit));
    equal("the ledger", ledger, billed);
    equal("the sum of the replies' costs", replies, billed);
    equal("what the budget was charged", charged, billed);
    equal("the number of full replies", full, held.size());
    if (charged <= limit) {
      failures.add("the budget is not in debt: " + charged + " of " + limit);
    }
  }

  private static long nano(String usd) {
    return new BigDecimal(usd).movePointRight(9).longValueExact();
  }

  private void equal(String what, long found, long expected) {
    if (found != expected) {
      failures.add(what + " is " + found + ", not " + expected);
    }
  }

  private static String brief(Answer answer) {
    return answer.ending() + " " + answer.status() + " " + answer.errorText();
  }

  private static boolean isBudgetRefusal(Answer answer) {
    return answer.status() == REFUSED
        && answer.errorText().contains("insufficient_quota")
        && answer.errorText().contains("budget_exceeded");
  }

  /** Whoever asks now is refused, and hears the sums of the bill. */
  private void inDebt(long billed) {
    long percent = Math.min(1_000, 100 * billed / plan.limit().value());
    int refused = 0;
    for (int i = 0; i < ASKED_IN_DEBT && failures.size() < MOST_FAILURES; i++) {
      Answer answer = caller.ask(OverrunPlan.ask(i));
      if (!isBudgetRefusal(answer)) {
        failures.add("with the budget in debt a caller was told " + brief(answer));
        continue;
      }
      refused++;
      Optional<RefusalSums> sums = RefusalSums.in(answer.errorText());
      if (sums.isEmpty()) {
        failures.add("a refusal tells no sums: " + answer.errorText());
        continue;
      }
      equal("spent, as a refusal tells it,", sums.get().spent(), billed);
      equal("reserved, as a refusal tells it,", sums.get().reserved(), 0);
      if (!answer.budget().equals(percent + "%")) {
        failures.add("x-sluice-budget is " + answer.budget() + ", not " + percent + "%");
      }
    }
    figures.put("then asked and refused", refused + " of " + ASKED_IN_DEBT);
    figures.put("x-sluice-budget in debt", percent + "%");
  }

  /** The debt lasts as long as the cycle; then the budget begins at nothing. */
  private void anew() throws InterruptedException {
    progress.accept("waiting for the end of the cycle");
    int[] refused = {0};
    List<Answer> served = new ArrayList<>();
    long left = Math.max(0, plan.cycleEndMs() - System.currentTimeMillis());
    Waiting.until(
        PATIENCE.plusMillis(left),
        () -> {
          Answer answer = caller.ask(OverrunPlan.ask(refused[0]));
          if (answer.ending() == Ending.FULL) {
            served.add(answer);
          } else if (isBudgetRefusal(answer)) {
            refused[0]++;
          } else {
            failures.add("at the end of the cycle a caller was told " + brief(answer));
          }
          return !served.isEmpty() || failures.size() >= MOST_FAILURES;
        });
    figures.put("refused until the cycle ended", Integer.toString(refused[0]));
    Long firstMs = log().firstMs().get(plan.cycleEndMs());
    if (served.isEmpty() || firstMs == null) {
      failures.add("nobody was served in the next cycle");
      return;
    }
    figures.put(
        "served again after the end of the cycle",
        (firstMs - plan.cycleEndMs()) + " ms, x-sluice-budget " + served.getFirst().budget());
    if (!served.getFirst().budget().equals("0%")) {
      failures.add("the next cycle began with " + served.getFirst().budget());
    }
  }
}
