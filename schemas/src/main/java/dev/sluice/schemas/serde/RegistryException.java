package dev.sluice.schemas.serde;

/** The registry refused, does not know, or did not answer. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean retriable;

  /**
   * @param retriable whether the registry did not answer, so that the same call may work later
   */
  public RegistryException(String message, boolean retriable) {
    super(message);
    this.retriable = retriable;
  }

  public boolean retriable() {
    return retriable;
  }
}
