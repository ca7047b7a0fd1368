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
 */
public record Size(
    int output,
    int reasoning,
    int cachedInput,
    int cacheWrite,
    int cacheWrite1h,
    int choices,
    String tool) {

  /** The length is between 16 and 63 tokens, the same for the same prompt. */
  public static final int SEEDED = -1;

  /** What a call gets when nobody says otherwise. */
  public static final Size PLAIN = new Size(SEEDED, 0, 0, 0, 0, 0, "");
}
