package dev.sluice.proofs.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one connection sends.
 *
 * @param pieces written one after the other
 * @param pauseMs between two pieces
 * @param end what the caller does when all is written
 */
record FuzzCase(int number, String kind, List<byte[]> pieces, long pauseMs, End end) {
  /** How a caller goes on after its last byte. */
  enum End {
    /** Reads until the server closes, as it was asked to. */
    READS,
    /** Says that no more comes, and reads: for requests that are not whole. */
    STOPS_SENDING,
    /** Closes at once. */
    GOES_AWAY
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("case " + number + " (" + kind + ", " + end + ", seed ");
    text.append(FuzzSettings.seed()).append("): ");
    for (byte[] piece : pieces) {
      text.append(new String(piece, StandardCharsets.ISO_8859_1));
    }
    return text.length() > 1500 ? text.substring(0, 1500) + "…" : text.toString();
  }
}
