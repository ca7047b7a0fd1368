package dev.sluice.bench;

import dev.sluice.bench.mode.Mode;
import dev.sluice.bench.mode.StartOutcome;
import dev.sluice.bench.mode.Subject;
import dev.sluice.bench.result.Measurement;
import dev.sluice.bench.result.Point;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * The table: the modes of a group run at the same time and are measured in turn, round by round, so
 * that what disturbs the machine for a while disturbs all of them. One thread.
 */
final class TableRun {

  private final Measuring measuring;
  private final Settings settings;
  private final List<Measurement> measurements = new ArrayList<>();
  private final Map<String, String> missing = new LinkedHashMap<>();

  TableRun(Measuring measuring, Settings settings) {
    this.measuring = measuring;
    this.settings = settings;
  }

  void run(List<Mode> modes) throws InterruptedException {
    for (int group : new TreeSet<>(modes.stream().map(Mode::group).toList())) {
      runGroup(modes.stream().filter(mode -> mode.group() == group).toList());
    }
  }

  List<Measurement> measurements() {
    return measurements;
  }

  /** What could not be measured, and why. */
  Map<String, String> missing() {
    return missing;
  }

  private void runGroup(List<Mode> modes) throws InterruptedException {
    List<Subject> subjects = new ArrayList<>();
    try {
      for (Mode mode : modes) {
        start(mode, subjects);
      }
      // In each round one mode after the other at each point: neighbours in time, fair in ratios.
      for (int round = 1; round <= settings.rounds(); round++) {
        for (Point point : settings.points()) {
          for (Subject subject : List.copyOf(subjects)) {
            guarded(subject, subjects, point, round);
          }
        }
      }
    } finally {
      subjects.reversed().forEach(Subject::close);
    }
  }

  private void start(Mode mode, List<Subject> subjects) {
    Progress.say("starting " + mode.name());
    switch (mode.starter().get()) {
      case StartOutcome.NotStarted(String why) -> miss(mode.name(), why);
      case StartOutcome.Started(Subject subject) -> {
        subjects.add(subject);
        try {
          measuring.warmUp(subject);
        } catch (UncheckedIOException e) {
          miss(subject.name(), e.toString());
          subjects.remove(subject);
          subject.close();
        }
      }
    }
  }

  /** A mode that fails in the middle is not to take the others with it. */
  private void guarded(Subject subject, List<Subject> subjects, Point point, int round)
      throws InterruptedException {
    try {
      if (point == Point.HALF) {
        OptionalDouble rate = halfRate(subject, subjects);
        if (rate.isPresent()) {
          measurements.add(measuring.measureHalf(subject, round, rate.getAsDouble()));
        }
      } else {
        measurements.add(measuring.measure(subject, point, round));
      }
    } catch (UncheckedIOException e) {
      miss(subject.name(), e.toString());
      subjects.remove(subject);
      subject.close();
    }
  }

  private void miss(String name, String why) {
    missing.put(name, why);
    Progress.say(name + " cannot be measured: " + why);
  }

  /** Half of what Sluice can do, or else the floor; half of its own for a mode that can do less. */
  private OptionalDouble halfRate(Subject subject, List<Subject> subjects) {
    OptionalDouble own = most(subject.name());
    OptionalDouble reference = OptionalDouble.empty();
    for (String name : List.of(Mode.SLUICE, Mode.SLUICE_SPLIT, Mode.FLOOR, Mode.FLOOR_SPLIT)) {
      boolean present = subjects.stream().anyMatch(one -> one.name().equals(name));
      if (reference.isEmpty() && present) {
        reference = most(name);
      }
    }
    return own.isPresent()
        ? OptionalDouble.of(Math.min(own.getAsDouble(), reference.orElse(own.getAsDouble())) / 2)
        : own;
  }

  /** Calls a second in the first round with the most connections. */
  private OptionalDouble most(String name) {
    return measurements.stream()
        .filter(one -> one.mode().equals(name) && one.point() == Point.MANY)
        .mapToDouble(one -> one.report().perSecond())
        .filter(rate -> rate >= 1)
        .findFirst();
  }
}
