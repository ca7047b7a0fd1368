package dev.sluice.schemas.config;

/**
 * A resolved credential. Shown only by {@link #reveal()}; has no equality, so it is not compared.
 */
public final class Secret {
  private final String value;

  Secret(String value) {
    this.value = value;
  }

  /** The credential itself: for the request that needs it and for nothing else. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
