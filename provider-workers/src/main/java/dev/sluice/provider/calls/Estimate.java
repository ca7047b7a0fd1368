package dev.sluice.provider.calls;

import dev.sluice.schemas.usage.TokenEstimator;
import java.util.function.Supplier;

/**
 * Counts a request and what came back. Takes CPU time in proportion to the text, so it is not for
 * an event loop.
 */
final class Estimate implements UsageBasis.Estimates {
  private final String model;
  private final Supplier<String> requestText;
  private final long inputBound;
  private final ReceivedText received;

  /**
   * @param requestText all text of the request; asked for at most once
   * @param inputBound the router's upper bound of the input tokens, 0 where it has none
   */
  Estimate(String model, Supplier<String> requestText, long inputBound, ReceivedText received) {
    this.model = model;
    this.requestText = requestText;
    this.inputBound = inputBound;
    this.received = received;
  }

  @Override
  public long input() {
    long counted = TokenEstimator.estimateInput(model, requestText.get(), 1);
    return Math.min(counted, mostInput());
  }

  @Override
  public long mostInput() {
    return inputBound > 0 ? inputBound : Long.MAX_VALUE;
  }

  @Override
  public long output() {
    String text = received.text();
    long counted = TokenEstimator.estimateText(model, text);
    return text.isEmpty()
        ? counted
        : counted + Math.ceilDiv(received.droppedChars() * counted, (long) text.length());
  }

  @Override
  public long largestPiece() {
    return TokenEstimator.estimateText(model, received.largestPiece());
  }
}
