package dev.sluice.dialects.openai;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import dev.sluice.schemas.usage.Usages;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage of APIs that give no tokens back: their output is 0, and that is known. */
public final class InputUsage {
  private static final String PROMPT = "prompt_tokens";
  private static final String TOTAL = "total_tokens";

  private InputUsage() {}

  /**
   * The classes of a usage object. Vendors tell the prompt, or only a total, which is then the
   * prompt.
   */
  public static TokenUsage read(String raw, String provider) {
    TokenUsage usage = OpenAiUsage.read(raw, provider);
    if (Usages.inputTokens(usage).isEmpty()) {
      Long total = number(raw, TOTAL);
      usage.setInput(total);
      usage.setSource(total == null ? UsageSource.UNKNOWN : UsageSource.PROVIDER);
    }
    if (usage.getSource() == UsageSource.PROVIDER && Usages.outputTokens(usage).isEmpty()) {
      usage.setOutput(0L);
    }
    return usage;
  }

  private static @Nullable Long number(String raw, String field) {
    Long found = null;
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      boolean object = in.isObject();
      while (object && in.nextField()) {
        if (in.field().equals(field)) {
          found = in.longOrSkip();
        } else {
          in.skip();
        }
      }
    } catch (IOException e) {
      return null; // cut from a document that was read already
    }
    return found == null || found < 0 ? null : found;
  }

  /**
   * Writes the field {@code usage}: as the provider wrote it where it is whole, nothing if unknown.
   */
  public static void write(JsonText out, @Nullable TokenUsage usage, Map<String, String> fields) {
    TokenUsage known = usage == null ? Canonical.usage(UsageSource.UNKNOWN) : usage;
    boolean same = known.getDialect().equals(OpenAiDialect.NAME) && !known.getRaw().isEmpty();
    if (same && number(known.getRaw(), PROMPT) != null) {
      OpenAiUsage.write(out, known, fields);
      return;
    }
    long input = Usages.inputTokens(known).orElse(0);
    if (known.getSource() == UsageSource.PROVIDER) {
      out.object("usage").field(PROMPT, input).field(TOTAL, input).rawFields(fields).endObject();
    }
  }
}
