package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Usage objects. Input tokens leave out those that were read from or written to a cache; the total
 * has them. Reasoning is among the output and not told apart. The same cache counts come under two
 * names.
 */
final class BedrockUsage {
  private @Nullable Long input;
  private @Nullable Long output;
  private @Nullable Long cacheRead;
  private @Nullable Long cacheWrite;
  private @Nullable Long hourWrite;

  private BedrockUsage() {}

  /** The classes of a usage object, given as JSON text. */
  static TokenUsage read(String raw) {
    var usage = new BedrockUsage();
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      usage.fields(in);
    } catch (IOException e) {
      // cut from a document that was read already; kept as it is, of unknown meaning
      usage = new BedrockUsage();
    }
    TokenUsage classes = usage.classes();
    classes.setDialect(BedrockDialect.NAME);
    classes.setRaw(raw);
    return classes;
  }

  private void fields(JsonCursor in) throws IOException {
    while (in.nextField()) {
      switch (in.field()) {
        case "inputTokens" -> input = count(in, input);
        case "outputTokens" -> output = count(in, output);
        case "cacheReadInputTokens", "cacheReadInputTokenCount" -> cacheRead = count(in, cacheRead);
        case "cacheWriteInputTokens", "cacheWriteInputTokenCount" ->
            cacheWrite = count(in, cacheWrite);
        case "cacheDetails" -> details(in);
        default -> in.skip();
      }
    }
  }

  /** What was written to a cache, by how long it lives. */
  private void details(JsonCursor in) throws IOException {
    if (!in.isArray()) {
      in.skip();
      return;
    }
    while (in.nextElement()) {
      if (!in.isObject()) {
        in.skip();
        continue;
      }
      String ttl = null;
      Long tokens = null;
      while (in.nextField()) {
        switch (in.field()) {
          case "ttl" -> ttl = in.stringOrSkip();
          case "inputTokens" -> tokens = count(in, null);
          default -> in.skip();
        }
      }
      if ("1h".equals(ttl) && tokens != null) {
        hourWrite = (hourWrite == null ? 0 : hourWrite) + tokens;
      }
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
    usage.setOutput(output);
    usage.setCachedInput(cacheRead);
    Long written = cacheWrite;
    Long hour = hourWrite;
    if (hour == null) {
      usage.setCacheWrite(written);
    } else {
      usage.setCacheWrite1h(hour);
      usage.setCacheWrite(Math.max(0, (written == null ? 0 : written) - hour));
    }
    return usage;
  }
}
