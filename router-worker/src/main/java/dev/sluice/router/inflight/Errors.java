package dev.sluice.router.inflight;

import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;

/** Errors that the router itself gives. */
public final class Errors {
  /** Stages that errors name. */
  public static final String STAGE_REQUEST = "request";

  public static final String STAGE_LIMITS = "limits";
  public static final String STAGE_ROUTE = "route";
  public static final String STAGE_PROVIDER = "provider";

  private Errors() {}

  public static ErrorInfo of(ErrorKind kind, String stage, String message) {
    return of(kind.wireName(), stage, message);
  }

  static ErrorInfo of(String kind, String stage, String message) {
    return new ErrorInfo(kind, 0, message, null, null, null, null, stage, "");
  }
}
