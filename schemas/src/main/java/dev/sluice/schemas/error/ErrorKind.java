package dev.sluice.schemas.error;

/**
 * What kind of failure ended an attempt or a request. The wire name travels in {@code
 * ErrorInfo.kind}, in metric labels and in {@code error_kind} fields; each dialect maps it to its
 * own status and body.
 */
public enum ErrorKind {
  /** The caller's request is wrong; the same everywhere, so never tried elsewhere. */
  INVALID_REQUEST(false),
  UNKNOWN_MODEL(false),
  AUTHENTICATION(false),
  PERMISSION(false),
  TOO_LARGE(false),
  CONTEXT_LENGTH(true),
  /** The content was refused by the provider's policy before an answer was made. */
  CONTENT_POLICY(false),
  PROVIDER_AUTHENTICATION(true),
  PROVIDER_NOT_FOUND(true),
  PROVIDER_RATE_LIMITED(true),
  PROVIDER_QUOTA(true),
  PROVIDER_OVERLOADED(true),
  PROVIDER_ERROR(true),
  PROVIDER_MALFORMED(true),
  PROVIDER_UNREACHABLE(true),
  CONNECT_TIMEOUT(true),
  FIRST_TOKEN_TIMEOUT(true),
  IDLE_TIMEOUT(true),
  ATTEMPT_TIMEOUT(true),
  /** The stream broke after content had been shown; it is not continued elsewhere (I4). */
  STREAM_BROKEN(true),
  /** The worker that made the attempt was lost. */
  WORKER_LOST(true),
  /** Nobody knows whether the provider was called. */
  FATE_UNKNOWN(true),
  CREDENTIAL_MISSING(true),
  DEADLINE_EXCEEDED(false),
  CANCELLED(false),
  NO_CAPACITY(false),
  PAYLOAD_LOST(false),
  UNPRICED(false),
  /** This deployment cannot do what the request needs; another one may. */
  UNSUPPORTED(true),
  /** What is left of a budget does not cover the worst case of the attempt. */
  BUDGET_EXCEEDED(false),
  /** A limit of requests, tokens or concurrency is reached. */
  RATE_LIMITED(false),
  INTERNAL(false);

  private final boolean triedElsewhere;

  ErrorKind(boolean triedElsewhere) {
    this.triedElsewhere = triedElsewhere;
  }

  /** Whether the next deployment of the fallback chain may be tried after it. */
  public boolean triedElsewhere() {
    return triedElsewhere;
  }

  /** Lower-case name with underscores, as it travels. */
  public String wireName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The kind of a wire name; one that this version does not know is {@link #INTERNAL}. */
  public static ErrorKind ofWireName(String wireName) {
    for (ErrorKind kind : values()) {
      if (kind.wireName().equals(wireName)) {
        return kind;
      }
    }
    return INTERNAL;
  }
}
