package dev.sluice.bench.result;

import java.util.OptionalDouble;

/**
 * A figure and what it is to be.
 *
 * @param measured empty where it was not measured
 * @param atMost whether the limit is the largest good value; else the smallest
 */
public record Goal(
    String what, OptionalDouble measured, double limit, String unit, boolean atMost) {

  String verdict() {
    if (measured.isEmpty()) {
      return "not measured";
    }
    double value = measured.getAsDouble();
    boolean met = atMost ? value <= limit : value >= limit;
    return met ? "met" : "**missed**";
  }

  String limitText() {
    return (atMost ? "≤ " : "≥ ") + Figures.digits(limit) + unit;
  }

  String measuredText() {
    return measured.isEmpty() ? "—" : Figures.digits(measured.getAsDouble()) + unit;
  }
}
