package dev.sluice.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Medians over the rounds of a run. Immutable. */
public final class Medians {

  private final List<Measurement> measurements;

  public Medians(List<Measurement> measurements) {
    this.measurements = List.copyOf(measurements);
  }

  /** The median of a figure, empty where the mode was not measured at this point. */
  public OptionalDouble of(String mode, Point point, ToDoubleFunction<Measurement> figure) {
    double[] values = at(mode, point).stream().mapToDouble(figure).toArray();
    return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Figures.median(values));
  }

  /**
   * The median of the ratios of each round: what moved the whole machine for a while moved both
   * sides of a ratio.
   */
  public OptionalDouble ratio(
      String mode, String to, Point point, ToDoubleFunction<Measurement> figure) {
    List<Double> ratios = new ArrayList<>();
    for (Measurement one : at(mode, point)) {
      for (Measurement other : at(to, point)) {
        double divisor = figure.applyAsDouble(other);
        if (other.round() == one.round() && divisor > 0) {
          ratios.add(figure.applyAsDouble(one) / divisor);
        }
      }
    }
    return ratios.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Figures.median(ratios.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /** Errors in all rounds together. */
  long errors(String mode, Point point) {
    return at(mode, point).stream().mapToLong(one -> one.report().errors()).sum();
  }

  private List<Measurement> at(String mode, Point point) {
    return measurements.stream()
        .filter(one -> one.mode().equals(mode) && one.point() == point)
        .toList();
  }
}
