package dev.sluice.dialects.gemini;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The thinking that a caller of another dialect asks for: a level for models from generation 3 on,
 * a budget for those before. Models that always think get the least of it where the caller wants
 * none.
 */
final class Thinking {
  private static final long SMALLEST_OF_PRO = 128;
  private static final long LARGEST = 24_576;
  private static final long LARGEST_OF_PRO = 32_768;

  private Thinking() {}

  static void write(JsonText out, Reasoning wish, Models model, Set<String> dropped) {
    ReasoningMode mode = mode(wish);
    if (mode == ReasoningMode.UNSPECIFIED) {
      return;
    }
    if (!model.thinks()) {
      if (mode != ReasoningMode.DISABLED) {
        dropped.add("reasoning_effort");
      }
      return;
    }
    out.object("thinkingConfig");
    if (mode != ReasoningMode.DISABLED) {
      out.field("includeThoughts", true);
    }
    if (model.levels()) {
      out.fieldIfSet("thinkingLevel", level(wish, mode, model));
    } else {
      out.field("thinkingBudget", budget(wish, mode, model));
    }
    out.endObject();
  }

  private static ReasoningMode mode(Reasoning wish) {
    String effort = wish.getEffort();
    if (wish.getMode() != ReasoningMode.UNSPECIFIED) {
      return wish.getMode();
    }
    if (effort != null) {
      return effort.equals("none") ? ReasoningMode.DISABLED : ReasoningMode.ENABLED;
    }
    return wish.getBudgetTokens() == null ? ReasoningMode.UNSPECIFIED : ReasoningMode.ENABLED;
  }

  private static @Nullable String level(Reasoning wish, ReasoningMode mode, Models model) {
    if (mode == ReasoningMode.DISABLED) {
      return model.pro() ? "low" : "minimal";
    }
    String effort = wish.getEffort();
    if (effort == null) {
      Long budget = wish.getBudgetTokens();
      return budget == null ? null : levelOf(budget, model);
    }
    return switch (effort) {
      case "minimal" -> model.pro() ? "low" : "minimal";
      case "low" -> "low";
      case "medium" -> medium(model);
      default -> "high";
    };
  }

  private static String levelOf(long budget, Models model) {
    if (budget <= 2048) {
      return "low";
    }
    return budget <= 8192 ? medium(model) : "high";
  }

  /** The first pro model of generation 3 has two levels only. */
  private static String medium(Models model) {
    return model.pro() && model.major() == 3 && model.minor() == 0 ? "high" : "medium";
  }

  /** A budget of -1 leaves it to the model. */
  private static long budget(Reasoning wish, ReasoningMode mode, Models model) {
    long least = model.pro() ? SMALLEST_OF_PRO : 0;
    if (mode == ReasoningMode.DISABLED) {
      return least;
    }
    Long given = wish.getBudgetTokens();
    if (given != null) {
      return Math.clamp(given, least, model.pro() ? LARGEST_OF_PRO : LARGEST);
    }
    String effort = wish.getEffort();
    if (effort == null) {
      return -1;
    }
    return switch (effort) {
      case "minimal", "low" -> 1024;
      case "medium" -> 8192;
      default -> LARGEST;
    };
  }
}
