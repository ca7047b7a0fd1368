package dev.sluice.dialects.gemini;

import dev.sluice.dialects.api.RequestTarget;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The model and the method of a path {@code …/models/{model}:{method}}. The model may have slashes:
 * whatever stands between the collection and the last colon is its name.
 *
 * @param method empty where the path has none
 */
record Target(String model, String method) {
  private static final String MODELS = "/models/";
  private static final String TUNED = "/tunedModels/";

  static Target of(RequestTarget target) {
    String path = target.path();
    int models = path.indexOf(MODELS);
    int tuned = path.indexOf(TUNED);
    int colon = path.lastIndexOf(':');
    int from = models >= 0 ? models + MODELS.length() : tuned + 1;
    if ((models < 0 && tuned < 0) || colon <= from) {
      return new Target("", colon < 0 ? "" : path.substring(colon + 1));
    }
    return new Target(decoded(path.substring(from, colon)), path.substring(colon + 1));
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name; // a broken escape is part of a name that no model has
    }
  }

  /** The name of a model without the collection that every model is in. */
  static String bare(@Nullable String model) {
    if (model == null) {
      return "";
    }
    return model.startsWith("models/") ? model.substring("models/".length()) : model;
  }
}
