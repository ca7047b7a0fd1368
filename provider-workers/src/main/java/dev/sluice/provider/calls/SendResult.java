package dev.sluice.provider.calls;

/** What became of a record that was given to an {@link AttemptSink}. */
public sealed interface SendResult {
  /** It is in the log. */
  record Written() implements SendResult {}

  /** The topic does not take a record of this size. */
  record TooLarge(int bytes) implements SendResult {}

  /** It could not be written as long as that made sense. */
  record Lost(String reason) implements SendResult {}
}
