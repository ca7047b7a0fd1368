package dev.sluice.schemas.serde;

/**
 * The bytes are not a record of the wanted type. The message names topic and reason, no content.
 */
public final class UndecodableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UndecodableException(String message, Throwable cause) {
    super(message, cause);
  }

  public UndecodableException(String message) {
    super(message);
  }
}
