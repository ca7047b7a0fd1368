package dev.sluice.dialects.gemini;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage objects. The prompt holds cached tokens, the candidates leave out thoughts, and what a
 * built-in tool put into the prompt is counted apart from both; the total holds all four. A count
 * of 0 is not written by the API.
 */
final class GeminiUsage {
  private @Nullable Long prompt;
  private @Nullable Long candidates;
  private @Nullable Long thoughts;
  private @Nullable Long cached;
  private @Nullable Long toolPrompt;
  private @Nullable Long total;
  private long audioPrompt;
  private long audioCached;
  private long audioOut;

  private GeminiUsage() {}

  /** The classes of the usage object under the cursor, which is then read. */
  static TokenUsage read(JsonCursor in) throws IOException {
    int from = in.offset();
    var counts = new GeminiUsage();
    counts.readFields(in);
    TokenUsage usage = counts.classes();
    usage.setDialect(GeminiDialect.NAME);
    usage.setRaw(in.rawFrom(from));
    return usage;
  }

  private void readFields(JsonCursor in) throws IOException {
    while (in.nextField()) {
      switch (Names.field(in)) {
        case "promptTokenCount" -> prompt = count(in);
        case "candidatesTokenCount", "responseTokenCount" -> candidates = count(in);
        case "thoughtsTokenCount" -> thoughts = count(in);
        case "cachedContentTokenCount" -> cached = count(in);
        case "toolUsePromptTokenCount" -> toolPrompt = count(in);
        case "totalTokenCount" -> total = count(in);
        case "promptTokensDetails" -> audioPrompt = audio(in);
        case "cacheTokensDetails" -> audioCached = audio(in);
        case "candidatesTokensDetails" -> audioOut = audio(in);
        default -> in.skip();
      }
    }
  }

  /** The audio tokens of a list of counts by modality. */
  private static long audio(JsonCursor in) throws IOException {
    if (!in.isArray()) {
      in.skip();
      return 0;
    }
    long audio = 0;
    while (in.nextElement()) {
      if (!in.isObject()) {
        in.skip();
        continue;
      }
      String modality = null;
      Long tokens = null;
      while (in.nextField()) {
        switch (Names.field(in)) {
          case "modality" -> modality = in.stringOrSkip();
          case "tokenCount" -> tokens = count(in);
          default -> in.skip();
        }
      }
      audio += "AUDIO".equals(modality) ? or0(tokens) : 0;
    }
    return audio;
  }

  private static @Nullable Long count(JsonCursor in) throws IOException {
    if (in.fitsLong()) {
      long count = in.number();
      return count >= 0 && count < 1L << 50 ? Long.valueOf(count) : null;
    }
    in.skip();
    return null;
  }

  private TokenUsage classes() {
    boolean said = prompt != null || candidates != null || total != null;
    TokenUsage usage = Canonical.usage(said ? UsageSource.PROVIDER : UsageSource.UNKNOWN);
    if (said) {
      inputClasses(usage);
      outputClasses(usage);
    }
    return usage;
  }

  private void inputClasses(TokenUsage usage) {
    if (prompt == null && total == null) {
      return;
    }
    long left = prompt == null ? rest(candidates) : prompt;
    if (cached != null) {
      usage.setCachedInput(Math.min(cached, left));
      left -= Math.min(cached, left);
    }
    if (audioPrompt > 0) {
      long fresh = Math.clamp(audioPrompt - audioCached, 0, left);
      usage.setAudioInput(fresh);
      left -= fresh;
    }
    usage.setInput(left + or0(toolPrompt));
  }

  private void outputClasses(TokenUsage usage) {
    usage.setReasoning(thoughts);
    if (candidates == null && total == null) {
      return;
    }
    long all = candidates == null ? rest(prompt) : candidates;
    long spoken = Math.min(audioOut, all);
    if (spoken > 0) {
      usage.setAudioOutput(spoken);
    }
    usage.setOutput(all - spoken);
  }

  /** What the total leaves for the one count that was not written. */
  private long rest(@Nullable Long other) {
    return Math.max(0, or0(total) - or0(other) - or0(thoughts) - or0(toolPrompt));
  }

  /** Whether it tells any tokens; the first events of a stream may tell other things only. */
  static boolean counts(TokenUsage usage) {
    return usage.getSource() == UsageSource.PROVIDER;
  }

  /** Writes {@code usageMetadata}, as the provider wrote it where it speaks this dialect. */
  static void write(JsonText out, TokenUsage usage, Map<String, String> fields) {
    if (usage.getDialect().equals(GeminiDialect.NAME) && usage.getRaw().startsWith("{")) {
      String raw = usage.getRaw();
      out.rawField("usageMetadata", fields.isEmpty() ? raw : joined(raw, fields));
      return;
    }
    long input =
        or0(usage.getInput())
            + or0(usage.getCachedInput())
            + or0(usage.getCacheWrite())
            + or0(usage.getCacheWrite1h())
            + or0(usage.getAudioInput());
    long output = or0(usage.getOutput()) + or0(usage.getAudioOutput());
    out.object("usageMetadata");
    out.field("promptTokenCount", input).field("candidatesTokenCount", output);
    out.field("totalTokenCount", input + output + or0(usage.getReasoning()));
    out.fieldIfSet("cachedContentTokenCount", usage.getCachedInput());
    out.fieldIfSet("thoughtsTokenCount", usage.getReasoning());
    out.rawFields(fields).endObject();
  }

  private static String joined(String raw, Map<String, String> fields) {
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      return new JsonText(raw.length() + 64)
          .object()
          .rawFields(in.rawFields())
          .rawFields(fields)
          .endObject()
          .text();
    } catch (IOException e) {
      return raw;
    }
  }

  private static long or0(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
