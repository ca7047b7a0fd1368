package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.ingress.error.ErrorResponses;
import dev.sluice.ingress.request.RequestRecords;

/**
 * One API as callers find it here. Safe for any thread.
 *
 * @param route its name in metrics
 * @param dialect that its callers speak
 * @param errors answers to failures
 * @param records makes the records of its requests
 */
public record Surface(
    String route, ClientDialect dialect, ErrorResponses errors, RequestRecords records) {
  /** The surface of a dialect. */
  public static Surface of(String route, ClientDialect dialect, CanonicalCodec canonical) {
    return new Surface(
        route, dialect, new ErrorResponses(dialect), new RequestRecords(canonical, dialect.name()));
  }
}
