package dev.sluice.bench.mode;

/** What came of starting a mode. */
public sealed interface StartOutcome {

  /** It answers. */
  record Started(Subject subject) implements StartOutcome {}

  /** It does not; the others are measured all the same. */
  record NotStarted(String why) implements StartOutcome {}
}
