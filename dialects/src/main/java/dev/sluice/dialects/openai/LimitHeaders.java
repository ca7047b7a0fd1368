package dev.sluice.dialects.openai;

import dev.sluice.schemas.request.AdmissionNotes;
import java.util.HashMap;
import java.util.Map;

/** Writes the {@code x-ratelimit-*} headers, for the kinds of limit that apply. */
final class LimitHeaders {
  private static final long SECOND_MS = 1000;
  private static final long MINUTE_MS = 60 * SECOND_MS;
  private static final long HOUR_MS = 60 * MINUTE_MS;

  private LimitHeaders() {}

  static Map<String, String> of(AdmissionNotes notes) {
    Map<String, String> headers = HashMap.newHashMap(6);
    if (notes.getRequestLimit() >= 0) {
      headers.put("x-ratelimit-limit-requests", Long.toString(notes.getRequestLimit()));
      headers.put("x-ratelimit-remaining-requests", count(notes.getRequestsRemaining()));
      headers.put("x-ratelimit-reset-requests", span(notes.getRequestsResetMs()));
    }
    if (notes.getTokenLimit() >= 0) {
      headers.put("x-ratelimit-limit-tokens", Long.toString(notes.getTokenLimit()));
      headers.put("x-ratelimit-remaining-tokens", count(notes.getTokensRemaining()));
      headers.put("x-ratelimit-reset-tokens", span(notes.getTokensResetMs()));
    }
    return headers;
  }

  private static String count(long remaining) {
    return Long.toString(Math.max(0, remaining));
  }

  /**
   * A span as OpenAI writes it: {@code 0s}, {@code 20ms}, {@code 8.64s}, {@code 6m0s}, {@code
   * 1h0m0s}.
   */
  static String span(long ms) {
    if (ms <= 0) {
      return "0s";
    }
    if (ms < SECOND_MS) {
      return ms + "ms";
    }
    StringBuilder text = new StringBuilder(16);
    if (ms >= HOUR_MS) {
      text.append(ms / HOUR_MS).append('h');
    }
    if (ms >= MINUTE_MS) {
      text.append(ms % HOUR_MS / MINUTE_MS).append('m');
    }
    return text.append(seconds(ms % MINUTE_MS)).append('s').toString();
  }

  /** Seconds with as many decimals as it takes. */
  private static String seconds(long ms) {
    String whole = Long.toString(ms / SECOND_MS);
    long rest = ms % SECOND_MS;
    if (rest == 0) {
      return whole;
    }
    String decimals = Long.toString(SECOND_MS + rest).substring(1);
    int end = decimals.length();
    while (decimals.charAt(end - 1) == '0') {
      end--;
    }
    return whole + '.' + decimals.substring(0, end);
  }
}
