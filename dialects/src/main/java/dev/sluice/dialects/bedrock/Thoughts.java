package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.anthropic.Thinking;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wish for reasoning in the words of the family of the model, and the output limit that it
 * needs.
 *
 * @param maxTokens limit of the output, null where nobody cares
 * @param strict whether Anthropic's rules for sampling beside reasoning apply
 * @param fields for {@code additionalModelRequestFields}, as JSON text by name
 */
record Thoughts(@Nullable Long maxTokens, boolean strict, Map<String, String> fields) {
  static Thoughts of(
      CanonicalRequest request, ProviderCall call, ModelFamily family, Set<String> dropped) {
    Long limit = call.outputLimit() == null ? request.getMaxOutputTokens() : call.outputLimit();
    Reasoning wish = request.getReasoning();
    if (wish == null) {
      return new Thoughts(limit, false, Map.of());
    }
    if (family == ModelFamily.CLAUDE) {
      return claude(request, call, limit, dropped);
    }
    ReasoningMode mode = mode(wish);
    boolean off = mode == ReasoningMode.UNSPECIFIED || mode == ReasoningMode.DISABLED;
    String level = off ? null : level(wish);
    return switch (family) {
      case NOVA_2 -> new Thoughts(limit, false, nova(level, limit != null || sampled(request)));
      case GPT_OSS -> {
        String effort = mode == ReasoningMode.DISABLED ? "low" : level;
        yield new Thoughts(
            limit,
            false,
            effort == null ? Map.of() : Map.of("reasoning_effort", JsonText.quoted(effort)));
      }
      case CLAUDE, NOVA, MISTRAL, OTHER -> {
        if (level != null) {
          dropped.add("reasoning_effort");
        }
        yield new Thoughts(limit, false, Map.of());
      }
    };
  }

  private static Thoughts claude(
      CanonicalRequest request, ProviderCall call, @Nullable Long limit, Set<String> dropped) {
    var thinking = Thinking.of(request, call.outputLimit(), dropped);
    if (!thinking.enabled()) {
      return new Thoughts(limit, false, Map.of());
    }
    var out = new JsonText(64).object();
    thinking.write(out, false);
    String effort = thinking.effort();
    if (effort != null) {
      out.object("output_config").field("effort", effort).endObject();
    }
    boolean budget = thinking.mode() == ReasoningMode.ENABLED;
    return new Thoughts(
        budget ? Long.valueOf(thinking.maxTokens()) : limit,
        true,
        RequestWriter.fieldsOf(out.endObject().text()));
  }

  private static ReasoningMode mode(Reasoning wish) {
    String effort = wish.getEffort();
    if ("none".equals(effort)) {
      return ReasoningMode.DISABLED;
    }
    boolean asked = effort != null || wish.getBudgetTokens() != null;
    return wish.getMode() == ReasoningMode.UNSPECIFIED && asked
        ? ReasoningMode.ENABLED
        : wish.getMode();
  }

  private static String level(Reasoning wish) {
    String effort = wish.getEffort();
    Long budget = wish.getBudgetTokens();
    if (effort == null && budget != null) {
      return budget <= 2048 ? "low" : budget <= 8192 ? "medium" : "high";
    }
    return switch (effort == null ? "medium" : effort) {
      case "minimal", "low" -> "low";
      case "high", "xhigh", "max" -> "high";
      default -> "medium";
    };
  }

  /**
   * The highest level is refused beside a limit of the output, a temperature or a top p (Amazon
   * Nova 2 User Guide, "Extended thinking").
   */
  private static Map<String, String> nova(@Nullable String level, boolean bounded) {
    if (level == null) {
      return Map.of();
    }
    String fitting = bounded && level.equals("high") ? "medium" : level;
    var out = new JsonText(64).object().field("type", "enabled");
    out.field("maxReasoningEffort", fitting);
    return Map.of("reasoningConfig", out.endObject().text());
  }

  private static boolean sampled(CanonicalRequest request) {
    var sampling = request.getSampling();
    return sampling != null && (sampling.getTemperature() != null || sampling.getTopP() != null);
  }
}
