package dev.sluice.provider.calls;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** A failure of a call before it is known whether content was shown. */
record CallError(ErrorKind kind, ErrorInfo info) {

  /** Found by the worker itself. */
  static CallError of(ErrorKind kind, String message) {
    return new CallError(kind, Canonical.error(kind, 0, message));
  }

  /**
   * The provider has a credential and it cannot be had.
   *
   * @param reason names the reference, never the value
   */
  static CallError credentialMissing(String reason) {
    return of(ErrorKind.CREDENTIAL_MISSING, "A credential is missing, " + reason + ".");
  }

  /**
   * The provider has no such thing.
   *
   * @param why goes on after the provider's name
   */
  static CallError unsupported(Endpoint endpoint, String why) {
    return of(ErrorKind.UNSUPPORTED, "The provider " + endpoint.name() + ' ' + why);
  }

  static CallError unknownProvider(String name) {
    return of(ErrorKind.PROVIDER_NOT_FOUND, "The provider " + name + " is not configured.");
  }

  /** The same without the credential of the endpoint, should the provider have repeated it. */
  CallError withoutCredentialOf(Endpoint endpoint) {
    ErrorInfo clean =
        ErrorInfo.newBuilder(info)
            .setMessage(endpoint.withoutCredential(info.getMessage()))
            .setBody(endpoint.withoutCredential(info.getBody()))
            .setType(cleanOrNull(endpoint, info.getType()))
            .setCode(cleanOrNull(endpoint, info.getCode()))
            .setParam(cleanOrNull(endpoint, info.getParam()))
            .build();
    return new CallError(kind, clean);
  }

  private static @Nullable String cleanOrNull(Endpoint endpoint, @Nullable String text) {
    return text == null ? null : endpoint.withoutCredential(text);
  }

  /** The same as the caller of a broken stream is told it; a timeout keeps its own name. */
  ErrorInfo afterContent() {
    return switch (kind) {
      case IDLE_TIMEOUT, ATTEMPT_TIMEOUT, DEADLINE_EXCEEDED, CANCELLED, WORKER_LOST -> info;
      default -> ErrorInfo.newBuilder(info).setKind(ErrorKind.STREAM_BROKEN.wireName()).build();
    };
  }

  /** Outcome of the attempt that it ends. */
  AttemptOutcome outcome(boolean contentShown) {
    return AttemptOutcome.failure(kind, contentShown ? afterContent() : info, contentShown);
  }

  /** What is said of a call that took too long. */
  static CallError expired(ErrorKind kind) {
    return of(
        kind,
        switch (kind) {
          case CONNECT_TIMEOUT -> "The provider could not be connected to in time.";
          case FIRST_TOKEN_TIMEOUT -> "The provider's first token did not come in time.";
          case IDLE_TIMEOUT -> "The provider stopped in the middle of its answer.";
          case DEADLINE_EXCEEDED -> "The deadline of the request passed in stage provider.";
          default -> "The call took longer than the deployment allows.";
        });
  }
}
