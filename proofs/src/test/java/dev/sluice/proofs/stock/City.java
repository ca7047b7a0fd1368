package dev.sluice.proofs.stock;

/** A form that answers are asked for in; libraries make a schema of it. */
public final class City {
  /** What it is called. */
  public String name = "";

  /** How many live there. */
  public int people;
}
