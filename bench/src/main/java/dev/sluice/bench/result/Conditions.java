package dev.sluice.bench.result;

import dev.sluice.bench.process.Machine;

/**
 * What a run was made under.
 *
 * @param command as it was typed
 * @param warmUpSeconds of load on each mode before anything is measured; on the provider alone at
 *     most {@link #MOST_SECONDS_ALONE}
 * @param seconds of each measurement
 */
public record Conditions(
    String command,
    String date,
    String commit,
    Machine machine,
    int warmUpSeconds,
    int seconds,
    int rounds) {
  /** It is under load when the others are warmed up, too. */
  public static final int MOST_SECONDS_ALONE = 30;
}
