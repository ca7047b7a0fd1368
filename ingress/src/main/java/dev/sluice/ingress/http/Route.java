package dev.sluice.ingress.http;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The paths that callers find here. Of two templates that fit, the first counts. */
enum Route {
  CHAT("POST", "/v1/chat/completions"),
  RESPONSES("POST", "/v1/responses"),
  COMPLETIONS("POST", "/v1/completions"),
  EMBEDDINGS("POST", "/v1/embeddings"),
  RERANK("POST", "/v1/rerank"),
  MESSAGES("POST", "/v1/messages"),
  COUNT_TOKENS("POST", "/v1/messages/count_tokens"),
  GENERATE("POST", "/v1beta/models/{model}:generateContent"),
  STREAM_GENERATE("POST", "/v1beta/models/{model}:streamGenerateContent"),
  GENERATE_V1("POST", "/v1/models/{model}:generateContent"),
  STREAM_GENERATE_V1("POST", "/v1/models/{model}:streamGenerateContent"),
  MODELS("GET", "/v1/models"),
  GOOGLE_MODELS("GET", "/v1beta/models"),
  MODEL("GET", "/v1/models/{model}"),
  GOOGLE_MODEL("GET", "/v1beta/models/{model}"),
  DESCRIPTION("GET", "/openapi.json");

  private static final String OPEN = "{model}";
  private static final Map<String, Route> BY_PATH =
      Arrays.stream(values())
          .filter(route -> !route.template.contains(OPEN))
          .collect(Collectors.toUnmodifiableMap(Route::template, Function.identity()));

  private final String method;
  private final String template;
  private final String before;
  private final String behind;

  Route(String method, String template) {
    this.method = method;
    this.template = template;
    int open = template.indexOf(OPEN);
    this.before = open < 0 ? template : template.substring(0, open);
    this.behind = open < 0 ? "" : template.substring(open + OPEN.length());
  }

  /** The only method that it takes. */
  String method() {
    return method;
  }

  /** The path, open where a model is named. */
  String template() {
    return template;
  }

  /** Where a path leads. A call of a model that is not named leads to the call. */
  static Optional<Route> of(String path) {
    Route exact = BY_PATH.get(path);
    if (exact != null) {
      return Optional.of(exact);
    }
    for (Route route : values()) {
      if (route.fits(path)) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }

  private boolean fits(String path) {
    int least = before.length() + (behind.isEmpty() ? 1 : behind.length());
    return template.contains(OPEN)
        && path.length() >= least
        && path.startsWith(before)
        && path.endsWith(behind);
  }

  /** What a path of this route has where the template is open. */
  String model(String path) {
    return path.substring(before.length(), path.length() - behind.length());
  }
}
