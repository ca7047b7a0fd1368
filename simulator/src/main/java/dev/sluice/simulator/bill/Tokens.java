package dev.sluice.simulator.bill;

/**
 * Tokens of one call by class. The classes are disjoint: {@code input} leaves out what was read
 * from or written to a cache and what was audio, {@code output} leaves out reasoning.
 */
public record Tokens(
    int input, int cachedInput, int cacheWrite, int audio, int output, int reasoning) {

  /** Nothing at all: what a refused call costs. */
  public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0, 0);

  public Tokens {
    if ((input | cachedInput | cacheWrite | audio | output | reasoning) < 0) {
      throw new IllegalArgumentException("tokens are never negative");
    }
  }

  /** The whole prompt, whatever its class. */
  public int prompt() {
    return input + cachedInput + cacheWrite + audio;
  }

  /** All that was generated, shown or not. */
  public int completion() {
    return output + reasoning;
  }

  /** The same prompt with another amount of generated tokens. */
  public Tokens withCompletion(int newOutput, int newReasoning) {
    return new Tokens(input, cachedInput, cacheWrite, audio, newOutput, newReasoning);
  }

  /** Class by class sum. */
  public Tokens plus(Tokens other) {
    return new Tokens(
        input + other.input,
        cachedInput + other.cachedInput,
        cacheWrite + other.cacheWrite,
        audio + other.audio,
        output + other.output,
        reasoning + other.reasoning);
  }
}
