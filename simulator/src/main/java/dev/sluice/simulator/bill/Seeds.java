package dev.sluice.simulator.bill;

/** Turns a seed into numbers that look random and are the same in every run. */
public final class Seeds {

  private Seeds() {}

  /** Spreads the bits of a number over all 64 (the finalizer of a 64-bit mixing hash). */
  public static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
