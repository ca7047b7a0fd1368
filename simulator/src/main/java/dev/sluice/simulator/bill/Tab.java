package dev.sluice.simulator.bill;

/**
 * The running account of one call. Confined to the call's event loop. The first closing counts,
 * later ones change nothing.
 */
public final class Tab {

  private final Bill bill;
  private final Caller caller;
  private final long startedMs;
  private Tokens prompt = Tokens.NONE;
  private int output;
  private int reasoning;
  private boolean closed;

  Tab(Bill bill, Caller caller, long startedMs) {
    this.bill = bill;
    this.caller = caller;
    this.startedMs = startedMs;
  }

  /** The call is accepted: from now on its prompt is owed. Generated tokens are not taken over. */
  public void accept(Tokens tokens) {
    prompt = tokens.withCompletion(0, 0);
  }

  /** Adds tokens that were generated and written, or generated and kept waiting. */
  public void generated(int outputTokens, int reasoningTokens) {
    output += outputTokens;
    reasoning += reasoningTokens;
  }

  /** Ends the call and puts it on the bill. */
  public void close(int status, Ending ending, boolean usageGiven) {
    if (closed) {
      return;
    }
    closed = true;
    if (bill.isKept()) {
      Tokens tokens = prompt.withCompletion(output, reasoning);
      bill.close(
          caller,
          new BillEntry.Outcome(
              status, ending, usageGiven, tokens, startedMs, System.currentTimeMillis()));
    }
  }

  /** Whether the call has ended. */
  public boolean isClosed() {
    return closed;
  }
}
