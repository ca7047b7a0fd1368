package dev.sluice.schemas.config;

/** Whether a reference led to a credential. */
public sealed interface SecretOutcome {
  /** It did. */
  record Resolved(Secret secret) implements SecretOutcome {}

  /** It did not; the reason is a sentence without secrets. */
  record Missing(String reason) implements SecretOutcome {}
}
