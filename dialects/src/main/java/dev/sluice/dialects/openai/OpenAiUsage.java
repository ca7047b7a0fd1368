package dev.sluice.dialects.openai;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.Quirks.UsageRule;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage objects. Prompt tokens hold cached, cache-written and audio tokens, completion tokens hold
 * reasoning and audio tokens; vendors that count otherwise are listed in {@link Quirks}.
 */
public final class OpenAiUsage {
  private @Nullable Long prompt;
  private @Nullable Long completion;
  private @Nullable Long total;
  private @Nullable Long cached;
  private @Nullable Long cacheHit;
  private @Nullable Long cacheWrite;
  private @Nullable Long audioIn;
  private @Nullable Long audioOut;
  private @Nullable Long reasoning;
  private @Nullable Long costNanoUsd;
  private final Map<String, Long> calls = new LinkedHashMap<>(2);

  private OpenAiUsage() {}

  /**
   * The classes of a usage object.
   *
   * @param raw the object as JSON text
   * @param provider id in the catalogue, which chooses the rule
   */
  public static TokenUsage read(String raw, String provider) {
    var counts = new OpenAiUsage();
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      if (in.isObject()) {
        counts.readFields(in);
      }
    } catch (IOException e) {
      // cut from a document that was read already; kept as it is, of unknown meaning
      counts = new OpenAiUsage();
    }
    TokenUsage usage = counts.classes(Quirks.of(provider).usage());
    usage.setDialect(OpenAiDialect.NAME);
    usage.setRaw(raw);
    return usage;
  }

  private void readFields(JsonCursor in) throws IOException {
    while (in.nextField()) {
      switch (in.field()) {
        case "prompt_tokens" -> prompt = count(in);
        case "completion_tokens" -> completion = count(in);
        case "total_tokens" -> total = count(in);
        case "prompt_tokens_details" -> promptDetails(in);
        case "completion_tokens_details" -> completionDetails(in);
        case "prompt_cache_hit_tokens", "cached_tokens" -> cacheHit = count(in);
        case "reasoning_tokens" -> reasoning = reasoning == null ? count(in) : reasoning;
        case "cost" -> cost(in);
        case "cost_in_usd_ticks" -> {
          Long ticks = count(in);
          costNanoUsd = ticks == null ? null : Long.valueOf(ticks / 10);
        }
        case "num_search_queries" -> call(in, "web_search");
        case "num_sources_used" -> call(in, "search_source");
        default -> in.skip();
      }
    }
  }

  private void promptDetails(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "cached_tokens" -> cached = count(in);
        case "cache_write_tokens" -> cacheWrite = count(in);
        case "audio_tokens" -> audioIn = count(in);
        default -> in.skip();
      }
    }
  }

  private void completionDetails(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "reasoning_tokens" -> reasoning = count(in);
        case "audio_tokens" -> audioOut = count(in);
        default -> in.skip();
      }
    }
  }

  private void cost(JsonCursor in) throws IOException {
    if (in.isNumber()) {
      costNanoUsd = nanoUsd(in.decimal());
    } else if (in.isObject()) {
      while (in.nextField()) {
        if (in.field().equals("total_cost") && in.isNumber()) {
          costNanoUsd = nanoUsd(in.decimal());
        } else {
          in.skip();
        }
      }
    } else {
      in.skip();
    }
  }

  private static @Nullable Long nanoUsd(double usd) {
    return usd >= 0 && usd < 1e9 ? Long.valueOf(Math.round(usd * 1e9)) : null;
  }

  private void call(JsonCursor in, String name) throws IOException {
    Long count = count(in);
    if (count != null && count > 0) {
      calls.put(name, count);
    }
  }

  private static @Nullable Long count(JsonCursor in) throws IOException {
    if (in.fitsLong()) {
      long count = in.number();
      return count >= 0 && count < 1L << 50 ? Long.valueOf(count) : null;
    }
    in.skip();
    return null;
  }

  private TokenUsage classes(UsageRule rule) {
    boolean said = prompt != null || completion != null;
    TokenUsage usage = Canonical.usage(said ? UsageSource.PROVIDER : UsageSource.UNKNOWN);
    usage.setReportedCostNanoUsd(costNanoUsd);
    usage.setBilledCalls(calls);
    inputClasses(usage);
    outputClasses(usage, rule);
    return usage;
  }

  private void inputClasses(TokenUsage usage) {
    if (prompt == null) {
      return;
    }
    Long read = cached == null ? cacheHit : cached;
    long left = prompt;
    if (read != null) {
      usage.setCachedInput(Math.min(read, left));
      left -= Math.min(read, left);
    }
    if (cacheWrite != null) {
      usage.setCacheWrite(Math.min(cacheWrite, left));
      left -= Math.min(cacheWrite, left);
    }
    if (audioIn != null) {
      usage.setAudioInput(Math.min(audioIn, left));
      left -= Math.min(audioIn, left);
    }
    usage.setInput(left);
  }

  private void outputClasses(TokenUsage usage, UsageRule rule) {
    if (completion == null) {
      return;
    }
    long left = completion;
    if (audioOut != null) {
      usage.setAudioOutput(Math.min(audioOut, left));
      left -= Math.min(audioOut, left);
    }
    switch (rule) {
      case STANDARD -> {
        if (reasoning != null) {
          usage.setReasoning(Math.min(reasoning, left));
          left -= Math.min(reasoning, left);
        }
      }
      case REASONING_APART -> usage.setReasoning(reasoning);
      case REASONING_IN_TOTAL -> {
        if (total != null && prompt != null) {
          usage.setReasoning(Math.max(0, total - prompt - completion));
        }
      }
    }
    usage.setOutput(left);
  }

  /** Whether anything is known that could be shown. */
  static boolean known(@Nullable TokenUsage usage) {
    return usage != null
        && (usage.getInput() != null
            || usage.getOutput() != null
            || (usage.getDialect().equals(OpenAiDialect.NAME) && !usage.getRaw().isEmpty()));
  }

  /** Writes the field {@code usage}, where there is anything to say. */
  public static void writeIfKnown(
      JsonText out, @Nullable TokenUsage usage, Map<String, String> fields) {
    if (usage != null && known(usage)) {
      write(out, usage, fields);
    }
  }

  /** Writes the field {@code usage}, as the provider wrote it where it speaks this dialect. */
  static void write(JsonText out, TokenUsage usage, Map<String, String> fields) {
    if (usage.getDialect().equals(OpenAiDialect.NAME) && !usage.getRaw().isEmpty()) {
      out.rawField("usage", fields.isEmpty() ? usage.getRaw() : joined(usage.getRaw(), fields));
      return;
    }
    long prompt =
        or0(usage.getInput())
            + or0(usage.getCachedInput())
            + or0(usage.getCacheWrite())
            + or0(usage.getCacheWrite1h())
            + or0(usage.getAudioInput());
    long completion =
        or0(usage.getOutput()) + or0(usage.getReasoning()) + or0(usage.getAudioOutput());
    out.object("usage");
    out.field("prompt_tokens", prompt).field("completion_tokens", completion);
    out.field("total_tokens", prompt + completion);
    out.object("prompt_tokens_details");
    out.fieldIfSet("cached_tokens", usage.getCachedInput());
    if (usage.getCacheWrite() != null || usage.getCacheWrite1h() != null) {
      out.field("cache_write_tokens", or0(usage.getCacheWrite()) + or0(usage.getCacheWrite1h()));
    }
    out.fieldIfSet("audio_tokens", usage.getAudioInput()).endObject();
    out.object("completion_tokens_details");
    out.fieldIfSet("reasoning_tokens", usage.getReasoning());
    out.fieldIfSet("audio_tokens", usage.getAudioOutput()).endObject();
    out.rawFields(fields).endObject();
  }

  private static String joined(String raw, Map<String, String> fields) {
    int end = raw.lastIndexOf('}');
    boolean empty = raw.substring(raw.indexOf('{') + 1, end).isBlank();
    var joined = new StringBuilder(raw.substring(0, end));
    for (Map.Entry<String, String> field : fields.entrySet()) {
      joined.append(empty ? "" : ",").append(JsonText.quoted(field.getKey())).append(':');
      joined.append(field.getValue());
      empty = false;
    }
    return joined.append('}').toString();
  }

  private static long or0(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
