package dev.sluice.dialects.anthropic;

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
 * Usage objects. Input tokens leave out what was read from or written to a cache; output tokens
 * hold thinking. In a stream the counts come in pieces and are cumulative: what a later piece does
 * not repeat still counts.
 */
public final class AnthropicUsage {
  private @Nullable Long input;
  private @Nullable Long cacheRead;
  private @Nullable Long cacheWrite;
  private @Nullable Long write5m;
  private @Nullable Long write1h;
  private @Nullable Long output;
  private @Nullable Long thinking;
  private final Map<String, Long> calls = new LinkedHashMap<>(2);

  /** Nothing is known yet. */
  public AnthropicUsage() {}

  /** The classes of a whole usage object. */
  public static TokenUsage read(String raw) {
    return new AnthropicUsage().add(raw);
  }

  /**
   * Takes in a piece and gives the classes so far; {@code raw} of the result is the piece alone.
   */
  public TokenUsage add(String raw) {
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      if (in.isObject()) {
        readFields(in);
      }
    } catch (IOException e) {
      // cut from a document that was read already; kept as it is, of unknown meaning
      input = null;
    }
    TokenUsage usage = classes();
    usage.setDialect(AnthropicDialect.NAME);
    usage.setRaw(raw);
    return usage;
  }

  private void readFields(JsonCursor in) throws IOException {
    while (in.nextField()) {
      switch (in.field()) {
        case "input_tokens" -> input = count(in, input);
        case "output_tokens" -> output = count(in, output);
        case "cache_read_input_tokens" -> cacheRead = count(in, cacheRead);
        case "cache_creation_input_tokens" -> cacheWrite = count(in, cacheWrite);
        case "cache_creation", "output_tokens_details", "server_tool_use" -> details(in);
        default -> in.skip();
      }
    }
  }

  private void details(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "ephemeral_5m_input_tokens" -> write5m = count(in, write5m);
        case "ephemeral_1h_input_tokens" -> write1h = count(in, write1h);
        case "thinking_tokens" -> thinking = count(in, thinking);
        case "web_search_requests" -> call(in, "web_search");
        case "web_fetch_requests" -> call(in, "web_fetch");
        default -> in.skip();
      }
    }
  }

  private void call(JsonCursor in, String name) throws IOException {
    Long count = count(in, null);
    if (count != null && count > 0) {
      calls.put(name, count);
    }
  }

  private static @Nullable Long count(JsonCursor in, @Nullable Long known) throws IOException {
    if (in.fitsLong()) {
      long count = in.number();
      return count >= 0 && count < 1L << 50 ? Long.valueOf(count) : known;
    }
    in.skip();
    return known;
  }

  private TokenUsage classes() {
    boolean said = input != null || output != null;
    TokenUsage usage = Canonical.usage(said ? UsageSource.PROVIDER : UsageSource.UNKNOWN);
    usage.setInput(input);
    usage.setCachedInput(cacheRead);
    if (write5m == null && write1h == null) {
      usage.setCacheWrite(cacheWrite);
    } else {
      long hour = write1h == null ? 0 : write1h;
      long split = hour + (write5m == null ? 0 : write5m);
      // what the split does not tell apart is taken as the ordinary kind
      usage.setCacheWrite(Math.max(split, cacheWrite == null ? 0 : cacheWrite) - hour);
      usage.setCacheWrite1h(hour);
    }
    if (output != null && thinking != null) {
      usage.setReasoning(Math.min(thinking, output));
      usage.setOutput(output - Math.min(thinking, output));
    } else {
      usage.setOutput(output);
    }
    usage.setBilledCalls(Map.copyOf(calls));
    return usage;
  }

  /** Writes the field {@code usage}, as the provider wrote it where it speaks this dialect. */
  static void write(JsonText out, @Nullable TokenUsage usage, Map<String, String> fields) {
    if (usage != null
        && usage.getDialect().equals(AnthropicDialect.NAME)
        && usage.getRaw().startsWith("{")) {
      String raw = usage.getRaw();
      out.rawField("usage", fields.isEmpty() ? raw : joined(raw, fields));
      return;
    }
    out.object("usage");
    out.field(
        "input_tokens", usage == null ? 0 : or0(usage.getInput()) + or0(usage.getAudioInput()));
    if (usage != null) {
      out.field(
          "cache_creation_input_tokens", or0(usage.getCacheWrite()) + or0(usage.getCacheWrite1h()));
      out.field("cache_read_input_tokens", or0(usage.getCachedInput()));
    }
    out.field(
        "output_tokens",
        usage == null
            ? 0
            : or0(usage.getOutput()) + or0(usage.getReasoning()) + or0(usage.getAudioOutput()));
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
