package dev.sluice.dialects.ollama;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a reply. That of the prompt is left out where all of it was in the server's memory,
 * and then it is not known.
 */
final class OllamaUsage {
  private OllamaUsage() {}

  /** The classes of these counts, null where there are none. */
  static @Nullable TokenUsage of(Map<String, String> counts) {
    Long input = count(counts.get("prompt_eval_count"));
    Long output = count(counts.get("eval_count"));
    if (input == null && output == null) {
      return null;
    }
    TokenUsage usage = Canonical.usage(UsageSource.PROVIDER);
    usage.setInput(input);
    usage.setOutput(output);
    usage.setDialect(OllamaDialect.NAME);
    usage.setRaw(new JsonText(64).object().rawFields(counts).endObject().text());
    return usage;
  }

  private static @Nullable Long count(@Nullable String json) {
    if (json == null || json.isEmpty() || json.length() > 15) {
      return null;
    }
    return json.chars().allMatch(Character::isDigit) ? Long.valueOf(json) : null;
  }
}
