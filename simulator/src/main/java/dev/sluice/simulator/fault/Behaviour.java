package dev.sluice.simulator.fault;

/**
 * How one call is treated.
 *
 * @param seed decides generated words and lengths and which calls meet a fault
 * @param exchange the id of a recorded exchange to play, empty for none
 */
public record Behaviour(Pace pace, Size size, FaultPlan faultPlan, long seed, String exchange) {

  /** At once, of ordinary length, without fault. */
  public static final Behaviour PLAIN =
      new Behaviour(Pace.INSTANT, Size.PLAIN, FaultPlan.NONE, 1, "");

  /** The same with another pace. */
  public Behaviour withPace(Pace other) {
    return new Behaviour(other, size, faultPlan, seed, exchange);
  }

  /** The same with another size. */
  public Behaviour withSize(Size other) {
    return new Behaviour(pace, other, faultPlan, seed, exchange);
  }

  /** The same with other faults. */
  public Behaviour withFaults(FaultPlan other) {
    return new Behaviour(pace, size, other, seed, exchange);
  }
}
