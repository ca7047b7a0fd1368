package dev.sluice.simulator.bill;

/**
 * Tokens of one call by class. The classes are disjoint: {@code input} leaves out what was read
 * from or written to a cache and what was audio, {@code output} leaves out reasoning, {@code
 * cacheWrite} what is kept for an hour.
 */
public record Tokens(
    int input,
    int cachedInput,
    int cacheWrite,
    int cacheWrite1h,
    int audio,
    int output,
    int reasoning) {

  /** Nothing at all: what a refused call costs. */
  public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0, 0, 0);

  /** Tokens of which none is kept for an hour. */
  public Tokens(int input, int cachedInput, int cacheWrite, int audio, int output, int reasoning) {
    this(input, cachedInput, cacheWrite, 0, audio, output, reasoning);
  }

  public Tokens {
    if ((input | cachedInput | cacheWrite | cacheWrite1h | audio | output | reasoning) < 0) {
      throw new IllegalArgumentException("tokens are never negative");
    }
  }

  /** The whole prompt, whatever its class. */
  public int prompt() {
    return input + cachedInput + written() + audio;
  }

  /** All that was written to a cache, for however long. */
  public int written() {
    return cacheWrite + cacheWrite1h;
  }

  /** The same where nobody tells for how long a cache keeps what is written to it. */
  public Tokens withoutHours() {
    return new Tokens(input, cachedInput, written(), audio, output, reasoning);
  }

  /** All that was generated, shown or not. */
  public int completion() {
    return output + reasoning;
  }

  /** The same prompt with another amount of generated tokens. */
  public Tokens withCompletion(int newOutput, int newReasoning) {
    return new Tokens(input, cachedInput, cacheWrite, cacheWrite1h, audio, newOutput, newReasoning);
  }

  /** Class by class sum. */
  public Tokens plus(Tokens other) {
    return new Tokens(
        input + other.input,
        cachedInput + other.cachedInput,
        cacheWrite + other.cacheWrite,
        cacheWrite1h + other.cacheWrite1h,
        audio + other.audio,
        output + other.output,
        reasoning + other.reasoning);
  }
}
