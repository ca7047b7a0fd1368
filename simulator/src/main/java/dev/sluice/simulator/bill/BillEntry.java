package dev.sluice.simulator.bill;

import java.util.OptionalLong;

/**
 * One call on the bill.
 *
 * @param number counts up from 0 over the life of the bill, also past a clearing
 * @param repeated an earlier entry has the same attempt id
 * @param costNanoDollars empty where the price list has no price for the model
 */
public record BillEntry(
    long number, Caller caller, boolean repeated, Outcome outcome, OptionalLong costNanoDollars) {

  /**
   * What came of the call.
   *
   * @param status the HTTP status, 0 where none was sent
   * @param usageGiven whether the caller was told the final usage
   */
  public record Outcome(
      int status, Ending ended, boolean usageGiven, Tokens tokens, long startedMs, long endedMs) {}
}
