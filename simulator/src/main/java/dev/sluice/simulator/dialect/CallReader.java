package dev.sluice.simulator.dialect;

/** Reads calls of one dialect. Immutable. */
@FunctionalInterface
public interface CallReader {
  /**
   * Reads a call.
   *
   * @param uri path and query that it was sent to
   */
  ChatCallReader.Outcome read(String uri, byte[] body);
}
