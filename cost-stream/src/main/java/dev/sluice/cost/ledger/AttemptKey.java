package dev.sluice.cost.ledger;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.id.AttemptId;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An attempt as the key of a store: the 16 bytes of the request id and the number. A correction has
 * its own id in place of the request's, and a negative number that stands for what it says.
 *
 * @param request the UUIDv7 of the request
 * @param number of the attempt, from 1; below 0 for a correction
 */
record AttemptKey(UUID request, int number) {
  private static final int UUID_WITH_TIME = 7;

  /**
   * Reads the text of an attempt id, empty where its request id is no UUIDv7 or it has no number.
   */
  static Optional<AttemptKey> parse(String attemptId) {
    return AttemptId.parse(attemptId).flatMap(id -> of(id.requestId(), id.number()));
  }

  /**
   * Of a correction, empty where its id is no UUIDv7. Under one id, another attempt or amount is
   * another correction.
   */
  static Optional<AttemptKey> ofCorrection(AttemptEvent event) {
    int said = Objects.hash(event.getAttemptId(), event.getCostNanoUsd());
    return of(event.getCorrectionId(), said | Integer.MIN_VALUE);
  }

  private static Optional<AttemptKey> of(String id, int number) {
    try {
      UUID request = UUID.fromString(id);
      return request.version() == UUID_WITH_TIME
          ? Optional.of(new AttemptKey(request, number))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** When the request was made, by the clock of its maker. */
  long madeAtMs() {
    return request.getMostSignificantBits() >>> 16;
  }

  byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
        .putLong(request.getMostSignificantBits())
        .putLong(request.getLeastSignificantBits())
        .putInt(number)
        .array();
  }
}
