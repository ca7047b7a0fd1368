package dev.sluice.dialects.cohere;

import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;

/**
 * The usage in {@code meta} of calls that give no tokens back: their output is 0, and that is
 * known. A reranking is billed by the search unit and reads no tokens that are charged for.
 */
public final class BilledUsage {
  private BilledUsage() {}

  /** The classes of a {@code meta} object. */
  public static TokenUsage read(String raw) {
    TokenUsage usage = CohereUsage.read(raw);
    boolean units = !usage.getBilledCalls().isEmpty();
    if (units && usage.getInput() == null) {
      usage.setSource(UsageSource.PROVIDER);
      usage.setInput(0L);
    }
    if (usage.getSource() == UsageSource.PROVIDER && usage.getOutput() == null) {
      usage.setOutput(0L);
    }
    return usage;
  }
}
