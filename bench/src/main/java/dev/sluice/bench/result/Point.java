package dev.sluice.bench.result;

/** Where every mode is measured. */
public enum Point {
  /** Whole replies, one call at a time. */
  ONE("1 connection", 1),
  /** Whole replies, 32 calls at a time. */
  SOME("32 connections", 32),
  /** Whole replies, 256 calls at a time: the most that a mode can do. */
  MANY("256 connections", 256),
  /** 200 streams of 50 pieces a second. */
  STREAMS("200 streams", 200),
  /** Whole replies at a fixed rate, half of the most. */
  HALF("half load", 256);

  private final String title;
  private final int connections;

  Point(String title, int connections) {
    this.title = title;
    this.connections = connections;
  }

  public String title() {
    return title;
  }

  public int connections() {
    return connections;
  }
}
