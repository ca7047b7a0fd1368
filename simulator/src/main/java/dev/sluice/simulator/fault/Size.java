package dev.sluice.simulator.fault;

/**
 * What an answer is made of.
 *
 * @param output tokens of each choice, {@link #SEEDED} for a length that the seed decides
 * @param reasoning reasoning tokens of each choice
 * @param cachedInput how many of the prompt's tokens are billed as read from a cache
 * @param cacheWrite how many of the prompt's tokens are billed as written to a cache
 * @param cacheWrite1h how many of them are billed as written to a cache for an hour, by APIs that
 *     tell it
 * @param choices the number of choices, 0 for what the call asks
 * @param tool the tool to call, empty for none
 * @param rounds how many results the conversation must hold before the tool is called no more
 */
public record Size(
    int output,
    int reasoning,
    int cachedInput,
    int cacheWrite,
    int cacheWrite1h,
    int choices,
    String tool,
    int rounds) {

  /** The length is between 16 and 63 tokens, the same for the same prompt. */
  public static final int SEEDED = -1;

  /** What a call gets when nobody says otherwise. */
  public static final Size PLAIN = new Size(SEEDED, 0, 0, 0, 0, 0, "", 1);

  /** The tool is called once; nothing is written for an hour. */
  public Size(
      int output, int reasoning, int cachedInput, int cacheWrite, int choices, String tool) {
    this(output, reasoning, cachedInput, cacheWrite, 0, choices, tool, 1);
  }
}
