package dev.sluice.proofs;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How a proof runs.
 *
 * @param seed of everything random in it
 * @param scale 1 for the long form; a fraction for the short form in the tests
 * @param folder for data and logs; empty at the start
 * @param progress takes one line at a time
 */
public record ProofSettings(long seed, double scale, Path folder, Consumer<String> progress) {
  /** {@code full} in the long form, less in the short one, at least {@code least}. */
  public int scaled(int full, int least) {
    return Math.max(least, (int) Math.round(full * scale));
  }
}
