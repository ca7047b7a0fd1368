package dev.sluice.schemas.config;

/**
 * A field of a body is not what it has to be. Stays inside this package; never quotes the value.
 */
final class FieldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FieldException(String message) {
    super(message);
  }

  FieldException(String message, Throwable cause) {
    super(message, cause);
  }
}
