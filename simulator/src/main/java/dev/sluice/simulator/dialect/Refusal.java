package dev.sluice.simulator.dialect;

/**
 * A call that is answered with an error.
 *
 * @param reason decides the error's type in the dialect
 * @param retryAfterSeconds sent as {@code retry-after} where the reason is one to wait for
 */
public record Refusal(Reason reason, String message, int retryAfterSeconds) {

  /** What is wrong, with the HTTP status that says so. */
  public enum Reason {
    INVALID_REQUEST(400),
    CONTEXT_LENGTH(400),
    AUTHENTICATION(401),
    PERMISSION(403),
    NOT_FOUND(404),
    TOO_LARGE(413),
    RATE_LIMIT(429),
    SERVER_ERROR(500),
    BAD_GATEWAY(502),
    UNAVAILABLE(503),
    GATEWAY_TIMEOUT(504),
    OVERLOADED(529);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }
  }

  /** A refusal that no waiting will help. */
  public static Refusal of(Reason reason, String message) {
    return new Refusal(reason, message, 0);
  }
}
