package dev.sluice.simulator.dialect;

import dev.sluice.simulator.bill.Seeds;

/** The simulator's vocabulary: 64 words of up to four letters, each one token. */
public final class Words {

  private static final String[] WORDS = {
    "able", "air", "also", "and", "arch", "area", "ask", "back",
    "band", "bird", "blue", "boat", "book", "both", "call", "case",
    "city", "clay", "cold", "come", "dawn", "days", "deep", "door",
    "each", "east", "even", "fact", "farm", "few", "fire", "fish",
    "form", "from", "gate", "give", "glow", "good", "half", "hand",
    "high", "hill", "home", "idea", "iron", "just", "keep", "kind",
    "lake", "land", "late", "line", "moon", "near", "oak", "open",
    "path", "rain", "road", "salt", "ship", "snow", "time", "wind"
  };

  private Words() {}

  /** The word at a place of a seeded text. */
  public static String word(long seed, int place) {
    return WORDS[(int) (Seeds.mix(seed + place) & 63)];
  }
}
