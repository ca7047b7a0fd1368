package dev.sluice.cost.check;

import org.jspecify.annotations.Nullable;

/**
 * What one side says about an attempt.
 *
 * @param cost nano-dollars, null where unpriced
 * @param ifAlone what it means when the other side never says anything
 */
record Half(Side side, @Nullable Long cost, IfAlone ifAlone) {

  /** Who says it. */
  enum Side {
    LEDGER,
    ROUTER
  }

  /** What it means when the other half does not come. */
  enum IfAlone {
    /** A fault: report it. */
    REPORTED,
    /** The other half may have been read before this task began: count it. */
    UNCHECKED,
    /** Nothing is missing: the router released a call that was never made. */
    FINE
  }
}
