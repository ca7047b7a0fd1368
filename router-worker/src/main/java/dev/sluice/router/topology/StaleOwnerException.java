package dev.sluice.router.topology;

/**
 * This owner must not go on: somebody newer took its partition, or the log does not hold what it
 * appended. Its thread ends, and what it held is rebuilt from the log.
 */
public final class StaleOwnerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StaleOwnerException(String message) {
    super(message);
  }
}
