package dev.sluice.dialects;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a provider's dialect does of what every one has to be asked for.
 *
 * @param does a golden case shows each
 * @param lacks its API has no words for them, and a case shows that callers are told
 */
record Capabilities(Set<Feature> does, Set<Feature> lacks) {
  /** What every provider does or lacks. */
  static final Set<Feature> ASKED =
      Set.copyOf(
          EnumSet.of(
              Feature.TEXT,
              Feature.STREAM,
              Feature.ERRORS,
              Feature.SYSTEM,
              Feature.TOOLS,
              Feature.TOOL_CHOICE,
              Feature.TOOL_RESULTS,
              Feature.PARALLEL,
              Feature.IMAGES,
              Feature.JSON_SCHEMA,
              Feature.STOP,
              Feature.CUT));

  /** All but these. */
  static Capabilities allBut(Feature... lacking) {
    Set<Feature> lacks = Set.of(lacking);
    Set<Feature> does = EnumSet.copyOf(ASKED);
    does.removeAll(lacks);
    return new Capabilities(does, lacks);
  }
}
