package dev.sluice.proofs.bill;

import java.util.Map;
import java.util.OptionalLong;

/**
 * One line of the provider's bill.
 *
 * @param tokens by class: input, cached_input, cache_write, cache_write_1h, audio, output,
 *     reasoning
 * @param repeated an earlier call came with the same attempt id
 * @param usageGiven the provider told its caller the usage
 * @param ended how the call ended, in the provider's word
 * @param costNanoUsd empty where the provider has no price for the model
 */
public record BilledCall(
    String attemptId,
    String model,
    int status,
    boolean repeated,
    boolean usageGiven,
    String ended,
    Map<String, Long> tokens,
    OptionalLong costNanoUsd,
    long startedMs) {
  public BilledCall {
    tokens = Map.copyOf(tokens);
  }

  /** Whether its caller got the whole answer and no word of the usage. */
  boolean untold() {
    return ended.equals("complete") && !usageGiven;
  }

  /** Whether anything was charged. */
  public boolean charged() {
    return tokens.values().stream().anyMatch(count -> count > 0);
  }
}
