package dev.sluice.dialects.responses;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage objects. Input tokens hold cached and cache-written tokens, output tokens hold reasoning,
 * of every vendor that serves this API.
 */
final class ResponsesUsage {
  private @Nullable Long input;
  private @Nullable Long output;
  private @Nullable Long cached;
  private @Nullable Long cacheWrite;
  private @Nullable Long reasoning;
  private @Nullable Long costNanoUsd;

  private ResponsesUsage() {}

  /**
   * The classes of a usage object.
   *
   * @param raw the object as JSON text
   * @param calls of the provider's own tools, by name
   */
  static TokenUsage read(String raw, Map<String, Long> calls) {
    var counts = new ResponsesUsage();
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      while (in.nextField()) {
        counts.field(in);
      }
    } catch (IOException e) {
      // cut from a document that was read already; kept as it is, of unknown meaning
      counts = new ResponsesUsage();
    }
    TokenUsage usage = counts.classes();
    usage.setBilledCalls(new LinkedHashMap<>(calls));
    usage.setDialect(ResponsesDialect.NAME);
    usage.setRaw(raw);
    return usage;
  }

  private void field(JsonCursor in) throws IOException {
    switch (in.field()) {
      case "input_tokens" -> input = count(in);
      case "output_tokens" -> output = count(in);
      case "input_tokens_details", "output_tokens_details" -> details(in);
      case "cost_in_usd_ticks" -> {
        Long ticks = count(in);
        costNanoUsd = ticks == null ? null : Long.valueOf(ticks / 10);
      }
      default -> in.skip();
    }
  }

  private void details(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "cached_tokens" -> cached = count(in);
        case "cache_write_tokens" -> cacheWrite = count(in);
        case "reasoning_tokens" -> reasoning = count(in);
        default -> in.skip();
      }
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

  private TokenUsage classes() {
    boolean said = input != null || output != null;
    TokenUsage usage = Canonical.usage(said ? UsageSource.PROVIDER : UsageSource.UNKNOWN);
    usage.setReportedCostNanoUsd(costNanoUsd);
    if (input != null) {
      long left = input;
      if (cached != null) {
        usage.setCachedInput(Math.min(cached, left));
        left -= Math.min(cached, left);
      }
      if (cacheWrite != null) {
        usage.setCacheWrite(Math.min(cacheWrite, left));
        left -= Math.min(cacheWrite, left);
      }
      usage.setInput(left);
    }
    if (output != null) {
      long left = output;
      if (reasoning != null) {
        usage.setReasoning(Math.min(reasoning, left));
        left -= Math.min(reasoning, left);
      }
      usage.setOutput(left);
    }
    return usage;
  }

  private static boolean own(TokenUsage usage) {
    return usage.getDialect().equals(ResponsesDialect.NAME) && !usage.getRaw().isEmpty();
  }

  /** Writes the field {@code usage}, as the provider wrote it where it speaks this dialect. */
  static void write(JsonText out, @Nullable TokenUsage usage, Map<String, String> fields) {
    if (usage == null || (usage.getInput() == null && usage.getOutput() == null && !own(usage))) {
      out.nullField("usage");
    } else if (own(usage)) {
      out.rawField("usage", fields.isEmpty() ? usage.getRaw() : extended(usage.getRaw(), fields));
    } else {
      classes(out, usage, fields);
    }
  }

  private static void classes(JsonText out, TokenUsage usage, Map<String, String> fields) {
    long written = or0(usage.getCacheWrite()) + or0(usage.getCacheWrite1h());
    long in =
        or0(usage.getInput()) + or0(usage.getCachedInput()) + written + or0(usage.getAudioInput());
    long told = or0(usage.getOutput()) + or0(usage.getReasoning()) + or0(usage.getAudioOutput());
    out.object("usage").field("input_tokens", in);
    out.object("input_tokens_details").field("cached_tokens", or0(usage.getCachedInput()));
    out.field("cache_write_tokens", written);
    out.endObject().field("output_tokens", told);
    out.object("output_tokens_details");
    out.field("reasoning_tokens", or0(usage.getReasoning())).endObject();
    out.field("total_tokens", in + told).rawFields(fields).endObject();
  }

  /** A usage object with these fields in addition. */
  static String extended(String raw, Map<String, String> fields) {
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      Map<String, String> all = in.rawFields();
      all.putAll(fields);
      return new JsonText(raw.length() + 128).object().rawFields(all).endObject().text();
    } catch (IOException e) {
      return raw; // cut from a document that was read already
    }
  }

  private static long or0(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
