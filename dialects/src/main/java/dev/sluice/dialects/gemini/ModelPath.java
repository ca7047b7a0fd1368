package dev.sluice.dialects.gemini;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The path of a model. A name may come from a caller, so whatever could lead to another path is
 * escaped; a name may begin with the collection that it is in.
 */
public final class ModelPath {
  private static final String MODELS = "models/";
  private static final String TUNED = "tunedModels/";

  private ModelPath() {}

  public static String of(String model) {
    if (model.startsWith(TUNED)) {
      return "/" + TUNED + escaped(model.substring(TUNED.length()));
    }
    String name = model.startsWith(MODELS) ? model.substring(MODELS.length()) : model;
    return "/" + MODELS + escaped(name);
  }

  private static String escaped(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
