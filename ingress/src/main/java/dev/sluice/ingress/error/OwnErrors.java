package dev.sluice.ingress.error;

import dev.sluice.ingress.publish.PublishOutcome;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;

/** What ends an exchange by the decision of the ingress itself. Pure. */
public final class OwnErrors {
  private static final long RETRY_AFTER_MS = 1000;

  private OwnErrors() {}

  /**
   * The request did not get into the log, or nobody knows whether it did.
   *
   * @throws IllegalArgumentException where it did
   */
  public static ErrorInfo notAccepted(PublishOutcome outcome) {
    return switch (outcome) {
      case TOO_LARGE ->
          ErrorResponses.info(
              ErrorKind.TOO_LARGE, "request", "The request is too large for the log.");
      case NOT_SENT -> retryable("request", "The request could not be accepted.");
      case UNKNOWN_FATE ->
          retryable(
              "request",
              "The request could not be confirmed as accepted in time and was cancelled.");
      case ACCEPTED -> throw new IllegalArgumentException("it was accepted");
    };
  }

  /** Nobody answered in time. */
  public static ErrorInfo deadline(String stage) {
    return ErrorResponses.info(
        ErrorKind.DEADLINE_EXCEEDED,
        stage,
        "The deadline of the request passed in stage '" + stage + "'.");
  }

  /** The process ends before the reply. */
  public static ErrorInfo shuttingDown() {
    return retryable("response", "This instance of the gateway is shutting down.");
  }

  private static ErrorInfo retryable(String stage, String message) {
    ErrorInfo error = ErrorResponses.info(ErrorKind.NO_CAPACITY, stage, message);
    error.setRetryAfterMs(RETRY_AFTER_MS);
    return error;
  }
}
