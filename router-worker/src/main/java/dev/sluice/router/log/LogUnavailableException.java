package dev.sluice.router.log;

/** Kafka did not answer in time. The caller gives its partition up and takes it again later. */
public final class LogUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
