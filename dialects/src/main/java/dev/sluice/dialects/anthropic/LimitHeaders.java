package dev.sluice.dialects.anthropic;

import dev.sluice.schemas.request.AdmissionNotes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * The headers in which Anthropic tells its rate limits: what there is, what is left, and the moment
 * at which all of it is there again, in RFC 3339. Pure.
 */
final class LimitHeaders {
  private LimitHeaders() {}

  static Map<String, String> of(AdmissionNotes notes, long nowMs) {
    Map<String, String> headers = HashMap.newHashMap(6);
    if (notes.getRequestLimit() >= 0) {
      put(
          headers,
          "requests",
          notes.getRequestLimit(),
          notes.getRequestsRemaining(),
          nowMs + notes.getRequestsResetMs());
    }
    if (notes.getTokenLimit() >= 0) {
      put(
          headers,
          "tokens",
          notes.getTokenLimit(),
          notes.getTokensRemaining(),
          nowMs + notes.getTokensResetMs());
    }
    return headers;
  }

  private static void put(
      Map<String, String> headers, String what, long limit, long remaining, long resetAtMs) {
    String prefix = "anthropic-ratelimit-" + what;
    headers.put(prefix + "-limit", Long.toString(limit));
    headers.put(prefix + "-remaining", Long.toString(Math.max(0, remaining)));
    headers.put(prefix + "-reset", second(resetAtMs));
  }

  /** Whole seconds, never before the moment itself. */
  private static String second(long atMs) {
    return Instant.ofEpochMilli(atMs + 999).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
