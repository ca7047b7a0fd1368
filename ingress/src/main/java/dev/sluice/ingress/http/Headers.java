package dev.sluice.ingress.http;

import io.vertx.core.http.HttpHeaders;

/** Names and values of headers, prepared once. */
final class Headers {
  static final CharSequence CONTENT_TYPE = HttpHeaders.CONTENT_TYPE;
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  static final CharSequence EVENT_STREAM =
      HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
  static final CharSequence CACHE_CONTROL = HttpHeaders.CACHE_CONTROL;
  static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
  static final CharSequence DEPLOYMENT = HttpHeaders.createOptimized("x-sluice-deployment");
  static final CharSequence ATTEMPTS = HttpHeaders.createOptimized("x-sluice-attempts");
  static final CharSequence COST = HttpHeaders.createOptimized("x-sluice-cost-usd");
  static final CharSequence CACHE = HttpHeaders.createOptimized("x-sluice-cache");
  static final CharSequence BUDGET = HttpHeaders.createOptimized("x-sluice-budget");
  static final CharSequence CLAMPED = HttpHeaders.createOptimized("x-sluice-max-tokens-clamped");
  static final CharSequence DROPPED = HttpHeaders.createOptimized("x-sluice-dropped");
  static final CharSequence QUEUED = HttpHeaders.createOptimized("x-sluice-queued-ms");
  static final CharSequence USAGE = HttpHeaders.createOptimized("x-sluice-usage");
  static final CharSequence ESTIMATED = HttpHeaders.createOptimized("estimated");
  static final CharSequence MISS = HttpHeaders.createOptimized("miss");
  static final CharSequence UNPRICED = HttpHeaders.createOptimized("unpriced");

  private Headers() {}
}
