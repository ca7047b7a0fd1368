package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.chat.ToolChoice;
import dev.sluice.schemas.chat.ToolChoiceMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The output limit and the reasoning within it. The budget must be at least {@value #SMALLEST} and
 * lie below the limit; where the limit leaves no room for it, there is no reasoning. Nor is there
 * where the caller forces a tool, or goes on with a tool turn whose proof of reasoning is missing:
 * the provider refuses both.
 *
 * @param maxTokens the limit
 * @param mode what is asked for, null for nothing
 * @param budget of the mode ENABLED
 * @param effort where the caller gave a word and the mode is ADAPTIVE
 * @param raw the caller's own object, where it fits
 * @param config the caller's own output configuration
 */
public record Thinking(
    long maxTokens,
    @Nullable ReasoningMode mode,
    long budget,
    @Nullable String effort,
    @Nullable String raw,
    @Nullable String config) {
  static final long DEFAULT_LIMIT = 4096;
  static final long SMALLEST = 1024;

  /** What the request comes to with this limit, null for the caller's own. */
  public static Thinking of(
      CanonicalRequest request, @Nullable Long outputLimit, Set<String> dropped) {
    Long given = outputLimit == null ? request.getMaxOutputTokens() : outputLimit;
    Reasoning wish = request.getReasoning();
    boolean same = request.getDialect().equals(AnthropicDialect.NAME);
    if (wish == null) {
      return none(given == null ? DEFAULT_LIMIT : given, null);
    }
    Map<String, String> kept = same ? wish.getExtras() : Map.of();
    String config = kept.get("output_config");
    ReasoningMode mode = mode(wish);
    if (mode == ReasoningMode.ADAPTIVE) {
      long limit = given == null ? DEFAULT_LIMIT : given;
      return new Thinking(limit, mode, 0, effort(wish), kept.get("thinking"), config);
    }
    long wanted = mode == ReasoningMode.ENABLED ? budget(wish) : 0;
    if (wanted == 0) {
      long limit = given == null ? DEFAULT_LIMIT : given;
      return new Thinking(limit, null, 0, null, kept.get("thinking"), config);
    }
    if (!same && impossible(request)) {
      dropped.add("reasoning_effort");
      return none(given == null ? DEFAULT_LIMIT : given, config);
    }
    long limit = given == null ? wanted + DEFAULT_LIMIT : given;
    if (wanted < limit) {
      return new Thinking(limit, mode, wanted, null, kept.get("thinking"), config);
    }
    if (same && outputLimit == null) {
      // the caller's own mistake, for the provider to tell
      return new Thinking(limit, mode, wanted, null, kept.get("thinking"), config);
    }
    long fitting = Math.min(wanted, limit / 2);
    if (fitting < SMALLEST) {
      dropped.add(same ? "thinking" : "reasoning_effort");
      return none(limit, config);
    }
    return new Thinking(limit, mode, fitting, null, null, config);
  }

  private static Thinking none(long limit, @Nullable String config) {
    return new Thinking(limit, null, 0, null, null, config);
  }

  private static ReasoningMode mode(Reasoning wish) {
    String effort = wish.getEffort();
    if (wish.getMode() == ReasoningMode.UNSPECIFIED && effort != null && !effort.equals("none")) {
      return wish.getExtras().containsKey("output_config")
          ? ReasoningMode.UNSPECIFIED
          : ReasoningMode.ENABLED;
    }
    if (wish.getMode() == ReasoningMode.UNSPECIFIED && wish.getBudgetTokens() != null) {
      return ReasoningMode.ENABLED;
    }
    return wish.getMode();
  }

  private static @Nullable String effort(Reasoning wish) {
    String effort = wish.getEffort();
    return "minimal".equals(effort) ? "low" : effort;
  }

  private static long budget(Reasoning wish) {
    Long budget = wish.getBudgetTokens();
    if (budget != null) {
      return Math.max(SMALLEST, budget);
    }
    String effort = wish.getEffort();
    return switch (effort == null ? "medium" : effort) {
      case "none" -> 0;
      case "minimal" -> SMALLEST;
      case "low" -> 2048;
      case "high" -> 16_384;
      case "xhigh", "max" -> 32_768;
      default -> 8192;
    };
  }

  private static boolean impossible(CanonicalRequest request) {
    ToolChoice choice = request.getToolChoice();
    boolean forced =
        choice != null
            && (choice.getMode() == ToolChoiceMode.REQUIRED
                || choice.getMode() == ToolChoiceMode.FUNCTION);
    return forced || continuesUnproven(request.getMessages());
  }

  /** Whether the last turn answers tool calls that came without signed reasoning. */
  private static boolean continuesUnproven(List<Message> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      Message message = messages.get(i);
      if (message.getRole() == Role.ASSISTANT) {
        return has(message, ContentKind.TOOL_CALL) && !proven(message);
      }
      if (message.getRole() == Role.USER && !has(message, ContentKind.TOOL_RESULT)) {
        return false;
      }
    }
    return false;
  }

  private static boolean has(Message message, ContentKind kind) {
    return message.getParts().stream().anyMatch(part -> part.getKind() == kind);
  }

  private static boolean proven(Message message) {
    for (ContentPart part : message.getParts()) {
      if (Signatures.isAnthropic(part.getSignature())
          || part.getKind() == ContentKind.REDACTED_REASONING) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is reasoning at all. */
  public boolean enabled() {
    return mode != null;
  }

  /** Writes the fields. */
  public void write(JsonText out, boolean same) {
    if (same) {
      out.rawFieldIfSet("output_config", config);
    }
    if (raw != null) {
      out.rawField("thinking", raw);
    } else if (mode == ReasoningMode.ADAPTIVE) {
      out.object("thinking").field("type", "adaptive").endObject();
    } else if (mode == ReasoningMode.ENABLED) {
      out.object("thinking").field("type", "enabled");
      out.field("budget_tokens", budget).endObject();
    }
  }
}
