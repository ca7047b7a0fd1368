package dev.sluice.proofs.bill;

import dev.sluice.schemas.spend.CostSource;
import dev.sluice.schemas.spend.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ledger beside the bill, attempt by attempt. Pure.
 *
 * @param billed charged calls on the bill
 * @param entries of the ledger
 * @param exact entries whose usage came from the provider and that equal the bill to the token and
 *     the nano-dollar
 * @param estimated entries of estimated usage
 * @param worstCase entries written off at their worst case
 * @param billedNanoUsd sum of the bill
 * @param ledgerNanoUsd sum of the ledger
 * @param estimatedRatio ledger to bill over the estimated entries, by token class
 * @param below entries that are estimated or written off and lower than the bill, but for answers
 *     that were whole and had no usage: those estimates may differ by a share of the whole
 * @param inexact every estimated or written-off entry beside its call, one line each
 * @param problems what must not be, one line each; bounded
 */
public record Reconciliation(
    int billed,
    int entries,
    int exact,
    int estimated,
    int worstCase,
    long billedNanoUsd,
    long ledgerNanoUsd,
    Map<String, Double> estimatedRatio,
    List<String> below,
    List<String> inexact,
    List<String> problems) {
  private static final int MOST_PROBLEMS = 50;
  private static final double UNTOLD_MAY_DIFFER = 0.15;

  /** Compares. A call that was not charged needs no entry; an entry for it must cost nothing. */
  public static Reconciliation of(List<BilledCall> bill, List<LedgerEntry> ledger) {
    return new Comparison(bill, ledger).run();
  }

  /** The figures, to be printed. */
  public Map<String, String> figures() {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("billed calls", Integer.toString(billed));
    figures.put("ledger entries", Integer.toString(entries));
    figures.put("equal to the token and nano-dollar", Integer.toString(exact));
    figures.put("estimated", Integer.toString(estimated));
    figures.put("written off at the worst case", Integer.toString(worstCase));
    figures.put("billed nano-USD", Long.toString(billedNanoUsd));
    figures.put("ledger nano-USD", Long.toString(ledgerNanoUsd));
    figures.put("estimated / billed by class", estimatedRatio.toString());
    figures.put("estimates below the bill", Integer.toString(below.size()));
    return figures;
  }

  private static final class Comparison {
    private final Map<String, BilledCall> bill = new HashMap<>();
    private final Map<String, LedgerEntry> ledger = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> below = new ArrayList<>();
    private final List<String> inexact = new ArrayList<>();
    private final Map<String, long[]> estimatedTokens = new TreeMap<>();
    private final Map<String, long[]> untoldTokens = new TreeMap<>();
    private int exact;
    private int estimated;
    private int worstCase;
    private long billedNanoUsd;
    private long ledgerNanoUsd;
    private int charged;

    Comparison(List<BilledCall> calls, List<LedgerEntry> entries) {
      for (BilledCall call : calls) {
        if (call.repeated() || bill.put(call.attemptId(), call) != null) {
          problem("the provider was called twice under attempt " + call.attemptId());
        }
      }
      for (LedgerEntry entry : entries) {
        if (ledger.put(entry.getAttemptId(), entry) != null) {
          problem("two ledger entries for attempt " + entry.getAttemptId());
        }
      }
    }

    Reconciliation run() {
      for (BilledCall call : bill.values()) {
        billedNanoUsd += call.costNanoUsd().orElse(0);
        if (call.charged()) {
          charged++;
          if (!ledger.containsKey(call.attemptId())) {
            problem("no ledger entry for billed attempt " + call.attemptId() + " (" + call + ")");
          }
        }
      }
      for (LedgerEntry entry : ledger.values()) {
        ledgerNanoUsd += entry.getCostNanoUsd() == null ? 0 : entry.getCostNanoUsd();
        compare(entry, bill.get(entry.getAttemptId()));
      }
      untoldTokens.forEach((name, sums) -> {
        if (Math.abs(sums[0] - sums[1]) > UNTOLD_MAY_DIFFER * sums[1]) {
          problem(
              "answers without usage: %s is %d in the ledger, %d on the bill"
                  .formatted(name, sums[0], sums[1]));
        }
      });
      Map<String, Double> ratios = new TreeMap<>();
      estimatedTokens.forEach(
          (name, sums) -> ratios.put(name, sums[1] == 0 ? 1.0 : (double) sums[0] / sums[1]));
      return new Reconciliation(
          charged,
          ledger.size(),
          exact,
          estimated,
          worstCase,
          billedNanoUsd,
          ledgerNanoUsd,
          ratios,
          List.copyOf(below),
          List.copyOf(inexact),
          List.copyOf(problems));
    }

    private void compare(LedgerEntry entry, @Nullable BilledCall call) {
      CostSource source = entry.getCostSource();
      long cost = entry.getCostNanoUsd() == null ? 0 : entry.getCostNanoUsd();
      switch (source) {
        case PROVIDER_USAGE -> compareExact(entry, call, cost);
        case ESTIMATED_USAGE -> {
          estimated++;
          compareEstimate(entry, call, cost);
        }
        case WORST_CASE -> {
          worstCase++;
          compareEstimate(entry, call, cost);
        }
        case UNPRICED, UNSPECIFIED ->
            problem("attempt " + entry.getAttemptId() + " is " + source + ": " + entry.getReason());
      }
    }

    private void compareExact(LedgerEntry entry, @Nullable BilledCall call, long cost) {
      if (call == null) {
        if (cost != 0) {
          problem("attempt " + entry.getAttemptId() + " costs " + cost + " but is not on the bill");
        }
        return;
      }
      Map<String, Long> tokens = tokens(entry);
      for (Map.Entry<String, Long> counted : tokens.entrySet()) {
        long onBill = call.tokens().getOrDefault(counted.getKey(), 0L);
        if (onBill != counted.getValue()) {
          problem(
              "attempt "
                  + entry.getAttemptId()
                  + ": "
                  + counted.getKey()
                  + " is "
                  + counted.getValue()
                  + " in the ledger, "
                  + onBill
                  + " on the bill ("
                  + call
                  + ")");
          return;
        }
      }
      if (call.costNanoUsd().isPresent() && call.costNanoUsd().getAsLong() != cost) {
        problem(
            "attempt "
                + entry.getAttemptId()
                + " costs "
                + cost
                + " in the ledger, "
                + call.costNanoUsd().getAsLong()
                + " on the bill");
        return;
      }
      exact++;
    }

    private void compareEstimate(LedgerEntry entry, @Nullable BilledCall call, long cost) {
      inexact.add(
          entry.getCostSource()
              + " "
              + entry.getStatus()
              + " ledger "
              + tokens(entry)
              + ", bill "
              + call);
      if (call == null) {
        return;
      }
      if (entry.getCostSource() == CostSource.ESTIMATED_USAGE) {
        add(estimatedTokens, entry, call);
        if (call.untold()) {
          add(untoldTokens, entry, call);
          return;
        }
      }
      if (cost < call.costNanoUsd().orElse(0)) {
        below.add(
            entry.getCostSource()
                + " attempt "
                + entry.getAttemptId()
                + " costs "
                + cost
                + " in the ledger, "
                + call.costNanoUsd().getAsLong()
                + " on the bill: ledger "
                + tokens(entry)
                + ", bill "
                + call);
      }
    }

    private static void add(Map<String, long[]> to, LedgerEntry entry, BilledCall call) {
      tokens(entry)
          .forEach((name, count) -> {
            long[] sums = to.computeIfAbsent(name, n -> new long[2]);
            sums[0] += count;
            sums[1] += call.tokens().getOrDefault(name, 0L);
          });
    }

    private static Map<String, Long> tokens(LedgerEntry entry) {
      Map<String, Long> tokens = new LinkedHashMap<>();
      tokens.put("input", count(entry.getInputTokens()));
      tokens.put("cached_input", count(entry.getCachedInputTokens()));
      tokens.put("cache_write", count(entry.getCacheWriteTokens()));
      tokens.put("cache_write_1h", count(entry.getCacheWrite1hTokens()));
      tokens.put("output", count(entry.getOutputTokens()));
      tokens.put("reasoning", count(entry.getReasoningTokens()));
      return tokens;
    }

    private static long count(@Nullable Long tokens) {
      return tokens == null ? 0 : tokens;
    }

    private void problem(String text) {
      if (problems.size() < MOST_PROBLEMS) {
        problems.add(text);
      }
    }
  }
}
