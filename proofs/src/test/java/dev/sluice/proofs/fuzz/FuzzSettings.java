package dev.sluice.proofs.fuzz;

import java.util.Random;

/** How much is tried; {@code -Dsluice.fuzz.cases} and {@code -Dsluice.fuzz.seed} change it. */
final class FuzzSettings {
  private FuzzSettings() {}

  static int cases(int otherwise) {
    return Integer.getInteger("sluice.fuzz.cases", otherwise);
  }

  static long seed() {
    return Long.getLong("sluice.fuzz.seed", 20_261_122L);
  }

  /** The chance of one case; any case can be made again alone. */
  static Random randomOf(int number) {
    return new Random(seed() * 1_000_003 + number);
  }
}
