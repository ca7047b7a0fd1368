package dev.sluice.dialects.canonical;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.Ranking;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Places of documents, which all vendors tell alike: index and relevance score. */
public final class Rankings {
  private Rankings() {}

  /**
   * Reads the list under the cursor; anything else is skipped.
   *
   * @throws IllegalArgumentException if an element has no index or no score
   */
  public static void read(JsonCursor in, List<Ranking> rankings) throws IOException {
    if (!in.isArray()) {
      in.skip();
      return;
    }
    while (in.nextElement()) {
      rankings.add(
          ranking(in)
              .orElseThrow(() -> new IllegalArgumentException("a place has an index and score")));
    }
  }

  private static Optional<Ranking> ranking(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      return Optional.empty();
    }
    Ranking ranking = Canonical.ranking();
    Long index = null;
    boolean scored = false;
    while (in.nextField()) {
      switch (in.field()) {
        case "index" -> index = in.longOrSkip();
        case "relevance_score" -> {
          scored = in.isNumber();
          ranking.setScore(in.raw());
        }
        default -> in.skip();
      }
    }
    if (index == null || !scored) {
      return Optional.empty();
    }
    ranking.setIndex(Math.clamp(index, -1, Integer.MAX_VALUE));
    return Optional.of(ranking);
  }
}
