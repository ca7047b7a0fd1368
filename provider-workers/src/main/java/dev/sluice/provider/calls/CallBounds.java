package dev.sluice.provider.calls;

/**
 * How much one call may hold.
 *
 * @param replyBytes largest whole answer
 * @param errorBytes of an error answer; what is beyond is not read
 * @param eventBytes largest event of a stream
 * @param waitingFrames frames of one stream that may wait for their acknowledgement before the
 *     provider is read no further
 */
public record CallBounds(int replyBytes, int errorBytes, int eventBytes, int waitingFrames) {
  /** For a topic that takes records up to this many bytes. */
  public static CallBounds under(int maxMessageBytes) {
    return new CallBounds(maxMessageBytes * 2, 64 << 10, maxMessageBytes, 128);
  }

  public CallBounds {
    if (replyBytes < 1 || errorBytes < 1 || eventBytes < 1 || waitingFrames < 2) {
      throw new IllegalArgumentException("bounds of a call are positive");
    }
  }
}
