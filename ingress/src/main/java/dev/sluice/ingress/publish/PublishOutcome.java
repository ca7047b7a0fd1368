package dev.sluice.ingress.publish;

/** How the sending of a request ended. */
public enum PublishOutcome {
  /** It is in the log: accepted. */
  ACCEPTED,
  /** It is not in the log and will not be. */
  NOT_SENT,
  /** It is larger than the log takes. */
  TOO_LARGE,
  /** It may be in the log: it must be cancelled. */
  UNKNOWN_FATE
}
