package dev.sluice.dialects.cohere;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import org.jspecify.annotations.Nullable;

/** The wish for reasoning: on or off, with a budget where the caller gave one or a word for it. */
final class Thinking {
  private Thinking() {}

  /**
   * Writes the field {@code thinking}, where the caller has a wish.
   *
   * @param limit of all output; a budget leaves room for an answer below it
   */
  static void write(JsonText out, @Nullable Reasoning wish, @Nullable Long limit) {
    if (wish == null) {
      return;
    }
    String effort = wish.getEffort();
    boolean none = wish.getMode() == ReasoningMode.DISABLED || "none".equals(effort);
    Long budget = wish.getBudgetTokens() == null ? budgetOf(effort) : wish.getBudgetTokens();
    boolean aside = effort == null || wish.getExtras().containsKey("output_config");
    if (wish.getMode() == ReasoningMode.UNSPECIFIED && aside && wish.getBudgetTokens() == null) {
      return; // Anthropic's effort alone does not ask for reasoning
    }
    out.object("thinking").field("type", none ? "disabled" : "enabled");
    if (!none && budget != null) {
      long room = limit == null || budget < limit ? budget : limit / 2;
      out.field("token_budget", Math.max(1, room));
    }
    out.endObject();
  }

  private static @Nullable Long budgetOf(@Nullable String effort) {
    return switch (effort == null ? "" : effort) {
      case "minimal" -> 1024L;
      case "low" -> 2048L;
      case "medium" -> 8192L;
      case "high" -> 16_384L;
      default -> null;
    };
  }
}
