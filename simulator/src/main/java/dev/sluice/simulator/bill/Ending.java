package dev.sluice.simulator.bill;

import java.util.Locale;

/** How a call came to its end, as the bill tells it. */
public enum Ending {
  /** The whole answer was written. */
  COMPLETE,
  /** The simulator closed the connection in the middle of the answer. */
  CUT,
  /** The simulator closed the connection before the answer. */
  RESET,
  /** The simulator never answered; the entry appears when the caller gives up. */
  TIMEOUT,
  /** The caller closed the connection first. */
  CANCELLED,
  /** An error status, an error event or a broken body was sent. */
  ERROR;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The word used in the bill's JSON. */
  public String wire() {
    return wire;
  }
}
