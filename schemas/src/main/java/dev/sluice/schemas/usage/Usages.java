package dev.sluice.schemas.usage;

import java.util.OptionalLong;
import org.jspecify.annotations.NullMarked;

/** Pure functions on token usage. None of them changes its argument. */
@NullMarked
public final class Usages {
  private Usages() {}

  /** Nothing was used, and that is known: the provider refused before it read a token. */
  public static TokenUsage none() {
    return TokenUsage.newBuilder()
        .setSource(UsageSource.PROVIDER)
        .setInput(0L)
        .setOutput(0L)
        .build();
  }

  /** Nobody can say what was used. Not the same as {@link #none()}. */
  public static TokenUsage unknown() {
    return TokenUsage.newBuilder().setSource(UsageSource.UNKNOWN).build();
  }

  /** Usage that we counted ourselves because the provider did not tell. */
  public static TokenUsage estimated(long input, long output) {
    return TokenUsage.newBuilder()
        .setSource(UsageSource.ESTIMATED)
        .setInput(input)
        .setOutput(output)
        .build();
  }

  /** Whether the counts can be taken as known, be they the provider's or estimated. */
  public static boolean isKnown(TokenUsage usage) {
    return usage.getSource() != UsageSource.UNKNOWN
        && inputTokens(usage).isPresent()
        && outputTokens(usage).isPresent();
  }

  /** All input tokens, cached and written ones included; empty where no input class is told. */
  public static OptionalLong inputTokens(TokenUsage usage) {
    return sum(usage, TokenClass.Side.INPUT);
  }

  /** All output tokens, reasoning included; empty where no output class is told. */
  public static OptionalLong outputTokens(TokenUsage usage) {
    return sum(usage, TokenClass.Side.OUTPUT);
  }

  /** Input and output together; empty where either is not told. */
  public static OptionalLong totalTokens(TokenUsage usage) {
    OptionalLong input = inputTokens(usage);
    OptionalLong output = outputTokens(usage);
    return input.isPresent() && output.isPresent()
        ? OptionalLong.of(input.getAsLong() + output.getAsLong())
        : OptionalLong.empty();
  }

  /**
   * What the provider told, with our estimate for a side (input or output) that it told nothing of.
   * A filled-in side makes the whole estimated; with nothing to fill in, the told usage comes back.
   */
  public static TokenUsage withEstimates(TokenUsage told, long inputTokens, long outputTokens) {
    boolean known = told.getSource() != UsageSource.UNKNOWN;
    boolean hasInput = known && inputTokens(told).isPresent();
    boolean hasOutput = known && outputTokens(told).isPresent();
    if (hasInput && hasOutput) {
      return told;
    }
    TokenUsage.Builder merged =
        TokenUsage.newBuilder()
            .setSource(UsageSource.ESTIMATED)
            .setBilledCalls(told.getBilledCalls())
            .setDialect(told.getDialect())
            .setRaw(told.getRaw());
    if (told.getReportedCostNanoUsd() != null) {
      merged.setReportedCostNanoUsd(told.getReportedCostNanoUsd());
    }
    copyInput(told, merged, hasInput, inputTokens);
    copyOutput(told, merged, hasOutput, outputTokens);
    return merged.build();
  }

  private static void copyInput(
      TokenUsage told, TokenUsage.Builder merged, boolean isTold, long estimate) {
    if (!isTold) {
      merged.setInput(estimate);
      return;
    }
    merged
        .setInput(told.getInput())
        .setCachedInput(told.getCachedInput())
        .setCacheWrite(told.getCacheWrite())
        .setCacheWrite1h(told.getCacheWrite1h())
        .setAudioInput(told.getAudioInput());
  }

  private static void copyOutput(
      TokenUsage told, TokenUsage.Builder merged, boolean isTold, long estimate) {
    if (!isTold) {
      merged.setOutput(estimate);
      return;
    }
    merged
        .setOutput(told.getOutput())
        .setReasoning(told.getReasoning())
        .setAudioOutput(told.getAudioOutput());
  }

  private static OptionalLong sum(TokenUsage usage, TokenClass.Side side) {
    boolean told = false;
    long sum = 0;
    for (TokenClass tokenClass : TokenClass.ALL) {
      Long tokens = tokenClass.side() == side ? tokenClass.of(usage) : null;
      if (tokens != null) {
        told = true;
        sum += tokens;
      }
    }
    return told ? OptionalLong.of(sum) : OptionalLong.empty();
  }
}
