package dev.sluice.bench.result;

import dev.sluice.bench.mode.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The goals for speed, as figures of one run. */
final class Goals {

  private static final double NANOS_PER_MS = 1e6;

  private final Medians medians;

  Goals(Medians medians) {
    this.medians = medians;
  }

  List<Goal> all(Optional<StartFigures> start) {
    List<Goal> goals = new ArrayList<>(against(Mode.SLUICE, Mode.FLOOR, "one process"));
    if (medians.of(Mode.SLUICE_SPLIT, Point.ONE, one -> 1).isPresent()
        || medians.of(Mode.SLUICE_SPLIT, Point.MANY, one -> 1).isPresent()) {
      goals.addAll(against(Mode.SLUICE_SPLIT, Mode.FLOOR_SPLIT, "broker apart"));
    }
    goals.addAll(streams());
    start.ifPresent(figures -> goals.addAll(starts(figures)));
    return goals;
  }

  private List<Goal> against(String sluice, String floor, String how) {
    return List.of(
        new Goal(
            "p50 at 1 connection, times the floor's (" + how + ")",
            medians.ratio(sluice, floor, Point.ONE, one -> one.report().latency().p50Nanos()),
            2.2,
            " ×",
            true),
        new Goal(
            "throughput at 256 connections, of the floor's (" + how + ")",
            percent(medians.ratio(sluice, floor, Point.MANY, one -> one.report().perSecond())),
            35,
            " %",
            false),
        new Goal(
            "p99 at 1 connection (" + how + ")",
            millis(sluice, Point.ONE, one -> one.report().latency().p99Nanos()),
            15,
            " ms",
            true),
        new Goal(
            "p99 at half load, times the floor's (" + how + ")",
            medians.ratio(sluice, floor, Point.HALF, one -> one.report().latency().p99Nanos()),
            2,
            " ×",
            true));
  }

  private List<Goal> streams() {
    return List.of(
        new Goal(
            "first token of a stream, later than from the provider, p50",
            added(one -> one.report().firstToken().p50Nanos()),
            5,
            " ms",
            true),
        new Goal(
            "each piece of a stream, later than from the provider, p50",
            added(one -> one.report().latency().p50Nanos()),
            2,
            " ms",
            true));
  }

  private static List<Goal> starts(StartFigures figures) {
    return List.of(
        new Goal(
            "ready without the AOT cache",
            OptionalDouble.of(figures.coldSeconds().wall()),
            6,
            " s",
            true),
        new Goal(
            "ready with the AOT cache",
            OptionalDouble.of(figures.aotSeconds().wall()),
            3,
            " s",
            true),
        new Goal("memory at rest", OptionalDouble.of(figures.idleMegabytes()), 512, " MB", true));
  }

  private OptionalDouble added(ToDoubleFunction<Measurement> nanos) {
    return addedMillis(Mode.SLUICE, nanos);
  }

  /** How much later than without a gateway, in milliseconds. */
  OptionalDouble addedMillis(String mode, ToDoubleFunction<Measurement> nanos) {
    OptionalDouble with = millis(mode, Point.STREAMS, nanos);
    OptionalDouble without = millis(Mode.DIRECT, Point.STREAMS, nanos);
    return with.isPresent() && without.isPresent()
        ? OptionalDouble.of(with.getAsDouble() - without.getAsDouble())
        : OptionalDouble.empty();
  }

  private OptionalDouble millis(String mode, Point point, ToDoubleFunction<Measurement> nanos) {
    OptionalDouble median = medians.of(mode, point, nanos);
    return median.isPresent() ? OptionalDouble.of(median.getAsDouble() / NANOS_PER_MS) : median;
  }

  private static OptionalDouble percent(OptionalDouble ratio) {
    return ratio.isPresent() ? OptionalDouble.of(ratio.getAsDouble() * 100) : ratio;
  }
}
