package dev.sluice.bench.load;

/** Takes the body of a reply, without its chunked framing, in the pieces in which it arrives. */
@FunctionalInterface
interface BodySink {

  /** Looks at nothing. */
  BodySink IGNORE = (bytes, from, to, now) -> {};

  /**
   * The next piece; the array is used again afterwards.
   *
   * @param nowNanos when it was read from the socket
   */
  void piece(byte[] bytes, int from, int to, long nowNanos);
}
