package dev.sluice.cost;

import dev.sluice.schemas.spend.CostSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of the role, all of them there from the start. Safe for any thread. */
public final class CostMetrics {
  private final Map<CostSource, Counter> entries = new EnumMap<>(CostSource.class);
  private final Map<Discrepancy, Counter> mismatches = new EnumMap<>(Discrepancy.class);
  private final Counter late;
  private final Counter duplicates;
  private final Counter undecodable;
  private final Counter matched;
  private final Counter unchecked;
  private final Counter resolved;
  private final Counter upserts;

  /** How ledger and router can disagree about an attempt. */
  public enum Discrepancy {
    /** Both have a cost, not the same one. */
    COST_DIFFERS,
    /** The router settled it, the ledger has no entry. */
    LEDGER_MISSING,
    /** The ledger has an entry, the router did not settle it. */
    DECISION_MISSING;

    /** Lower-case name for labels and logs. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public CostMetrics(MeterRegistry registry) {
    for (CostSource source : CostSource.values()) {
      entries.put(
          source,
          Counter.builder("sluice.cost.entries")
              .description("Ledger entries, by what their cost rests on")
              .tag("source", source.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    for (Discrepancy discrepancy : Discrepancy.values()) {
      mismatches.put(
          discrepancy,
          Counter.builder("sluice.spend.check.mismatch")
              .description("Attempts whose cost differs between the ledger and the router")
              .tag("reason", discrepancy.label())
              .register(registry));
    }
    late = counter(registry, "sluice.cost.late", "Attempts too old to be told from repeats");
    duplicates = counter(registry, "sluice.cost.duplicates", "Repeats of an attempt, left out");
    undecodable = counter(registry, "sluice.cost.undecodable", "Records that could not be read");
    matched = counter(registry, "sluice.spend.check.matched", "Attempts that both agree about");
    unchecked =
        counter(registry, "sluice.spend.check.unchecked", "Attempts that could not be compared");
    resolved =
        counter(
            registry,
            "sluice.spend.check.resolved",
            "Attempts reported missing on one side that were found equal later");
    upserts = counter(registry, "sluice.cost.upserts", "Spend windows written");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  public void entry(CostSource source) {
    count(entries, source);
  }

  public void mismatch(Discrepancy discrepancy) {
    count(mismatches, discrepancy);
  }

  private static <K extends Enum<K>> void count(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter != null) {
      counter.increment();
    }
  }

  public void late() {
    late.increment();
  }

  public void duplicate() {
    duplicates.increment();
  }

  public void undecodable() {
    undecodable.increment();
  }

  public void matched() {
    matched.increment();
  }

  public void unchecked(int attempts) {
    unchecked.increment(attempts);
  }

  public void resolved() {
    resolved.increment();
  }

  public void upserts(int windows) {
    upserts.increment(windows);
  }
}
