package dev.sluice.schemas.money;

import org.jspecify.annotations.Nullable;

/**
 * Limits and abilities of a model; null where the catalogue does not know.
 *
 * @param contextWindow tokens
 * @param maxOutput tokens
 */
public record ModelFacts(
    @Nullable Long contextWindow,
    @Nullable Long maxOutput,
    @Nullable Boolean tools,
    @Nullable Boolean vision,
    @Nullable Boolean jsonSchema) {
  /** Nothing is known. */
  public static final ModelFacts UNKNOWN = new ModelFacts(null, null, null, null, null);

  /** These where they are known, else the other ones. */
  ModelFacts orElse(ModelFacts other) {
    return new ModelFacts(
        contextWindow == null ? other.contextWindow : contextWindow,
        maxOutput == null ? other.maxOutput : maxOutput,
        tools == null ? other.tools : tools,
        vision == null ? other.vision : vision,
        jsonSchema == null ? other.jsonSchema : jsonSchema);
  }
}
