package dev.sluice.ingress.admin;

/** What became of a command. */
sealed interface CommandOutcome {
  /**
   * What it wants is in force here.
   *
   * @param changed false where it was so before
   */
  record InForce(long revision, boolean changed) implements CommandOutcome {}

  /** It was made on another revision than the one in force. */
  record Stale(long revision) implements CommandOutcome {}

  /** The router says why not. */
  record Refused(String reason) implements CommandOutcome {}

  /** It was sent, or may have been, and nobody said what came of it. */
  record NoAnswer(String commandId) implements CommandOutcome {}

  /** It was not sent. */
  record NotSent(String reason) implements CommandOutcome {}
}
