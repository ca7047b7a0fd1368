package dev.sluice.simulator.fault;

import java.util.List;

/**
 * Which calls go wrong, and how.
 *
 * @param faults one of them is drawn for each call that goes wrong; empty for none
 * @param percent how many calls of a hundred go wrong
 * @param after content frames before a stream is cut or broken, {@link #DEFAULT_AFTER} where not
 *     said
 * @param retryAfterSeconds told to callers that are to come back later
 * @param onlyModel the faults apply only where this model is called, empty for every model
 * @param times only so many calls of a model with the same prompt go wrong, 0 for all of them
 */
public record FaultPlan(
    List<Fault> faults,
    double percent,
    int after,
    int retryAfterSeconds,
    String onlyModel,
    int times) {

  /** Frames before a cut where nothing is said. */
  public static final int DEFAULT_AFTER = 3;

  /** All goes well. */
  public static final FaultPlan NONE = new FaultPlan(List.of(), 100, DEFAULT_AFTER, 1, "");

  public FaultPlan {
    faults = List.copyOf(faults);
  }

  /** Faults that do not end. */
  public FaultPlan(
      List<Fault> faults, double percent, int after, int retryAfterSeconds, String onlyModel) {
    this(faults, percent, after, retryAfterSeconds, onlyModel, 0);
  }

  /** The same for so many calls of a model with the same prompt. */
  public FaultPlan withTimes(int most) {
    return new FaultPlan(faults, percent, after, retryAfterSeconds, onlyModel, most);
  }
}
