package dev.sluice.observability.health;

import dev.sluice.schemas.error.ErrorKind;
import java.util.Map;

/** What the errors of a deployment say about its health. Pure. */
final class Fault {
  private static final String FAILED_STATUS = "failed";
  private static final String TIMED_OUT_STATUS = "timed_out";

  /** How an error counts. */
  enum Kind {
    NONE,
    FAILED,
    TIMED_OUT
  }

  private Fault() {}

  /** How many of these errors count so. */
  static long count(Map<String, Long> errorsByKind, Kind wanted) {
    return errorsByKind.entrySet().stream()
        .filter(error -> of(error.getKey()) == wanted)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Of an error kind as it travels, or of a status where the attempt had no kind. */
  static Kind of(String kind) {
    return switch (kind) {
      case FAILED_STATUS -> Kind.FAILED;
      case TIMED_OUT_STATUS -> Kind.TIMED_OUT;
      default -> of(ErrorKind.ofWireName(kind));
    };
  }

  private static Kind of(ErrorKind kind) {
    return switch (kind) {
      case CONNECT_TIMEOUT, FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, ATTEMPT_TIMEOUT -> Kind.TIMED_OUT;
      case PROVIDER_AUTHENTICATION,
          PROVIDER_NOT_FOUND,
          PROVIDER_RATE_LIMITED,
          PROVIDER_QUOTA,
          PROVIDER_OVERLOADED,
          PROVIDER_ERROR,
          PROVIDER_MALFORMED,
          PROVIDER_UNREACHABLE,
          STREAM_BROKEN,
          CREDENTIAL_MISSING ->
          Kind.FAILED;
      case INVALID_REQUEST,
          UNKNOWN_MODEL,
          AUTHENTICATION,
          PERMISSION,
          TOO_LARGE,
          CONTEXT_LENGTH,
          CONTENT_POLICY,
          WORKER_LOST,
          FATE_UNKNOWN,
          DEADLINE_EXCEEDED,
          CANCELLED,
          NO_CAPACITY,
          PAYLOAD_LOST,
          UNPRICED,
          UNSUPPORTED,
          BUDGET_EXCEEDED,
          RATE_LIMITED,
          INTERNAL ->
          Kind.NONE;
    };
  }
}
