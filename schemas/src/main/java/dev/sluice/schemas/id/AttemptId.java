package dev.sluice.schemas.id;

import java.util.Optional;

/**
 * One call to one deployment: the request and the number of the attempt within it, from 1.
 *
 * @param requestId text of the request id
 * @param number from 1
 */
public record AttemptId(String requestId, int number) {
  private static final int REQUEST_ID_LENGTH = 36;

  public AttemptId {
    if (requestId.length() != REQUEST_ID_LENGTH || number < 1) {
      throw new IllegalArgumentException("not an attempt: " + requestId + ", number " + number);
    }
  }

  /** Reads the text form, empty where it is none. */
  public static Optional<AttemptId> parse(String text) {
    if (text.length() < REQUEST_ID_LENGTH + 2 || text.charAt(REQUEST_ID_LENGTH) != '-') {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(text.substring(REQUEST_ID_LENGTH + 1));
      return number < 1
          ? Optional.empty()
          : Optional.of(new AttemptId(text.substring(0, REQUEST_ID_LENGTH), number));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** {@code <request id>-<number>}. */
  @Override
  public String toString() {
    return requestId + '-' + number;
  }
}
