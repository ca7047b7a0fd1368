package dev.sluice.schemas.report;

/** A topic cannot be read; the message says which, why and what to do. */
public final class TopicUnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TopicUnreadableException(String message) {
    super(message);
  }

  TopicUnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
