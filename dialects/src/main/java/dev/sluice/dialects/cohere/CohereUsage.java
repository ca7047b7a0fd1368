package dev.sluice.dialects.cohere;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage objects. {@code billed_units} is what is charged and therefore what counts here; {@code
 * tokens} holds the provider's own prompts as well and stands in where nothing is said to be
 * billed. Reasoning is a part of the output of both and told only in {@code tokens}. Cached tokens
 * are among those that the model saw and not among the billed ones, so they are no class of their
 * own.
 */
final class CohereUsage {
  private final Counts billed = new Counts();
  private final Counts seen = new Counts();

  private CohereUsage() {}

  private static final class Counts {
    private @Nullable Long input;
    private @Nullable Long output;
    private @Nullable Long reasoning;
    private @Nullable Long images;
    private @Nullable Long searches;

    void read(JsonCursor in) throws IOException {
      if (!in.isObject()) {
        in.skip();
        return;
      }
      while (in.nextField()) {
        switch (in.field()) {
          case "input_tokens" -> input = count(in);
          case "output_tokens" -> output = count(in);
          case "reasoning_tokens" -> reasoning = count(in);
          case "image_tokens" -> images = count(in);
          case "search_units" -> searches = count(in);
          default -> in.skip();
        }
      }
    }

    boolean known() {
      return input != null || output != null;
    }

    /** Counts may be written with a fraction. */
    private static @Nullable Long count(JsonCursor in) throws IOException {
      if (in.isNumber()) {
        double count = in.decimal();
        return count >= 0 && count < 1L << 50 ? Long.valueOf((long) Math.ceil(count)) : null;
      }
      in.skip();
      return null;
    }
  }

  /** The classes of a usage object, given as JSON text. */
  static TokenUsage read(String raw) {
    var usage = new CohereUsage();
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      while (in.nextField()) {
        switch (in.field()) {
          case "billed_units" -> usage.billed.read(in);
          case "tokens" -> usage.seen.read(in);
          default -> in.skip();
        }
      }
    } catch (IOException e) {
      // cut from a document that was read already; kept as it is, of unknown meaning
      usage = new CohereUsage();
    }
    TokenUsage classes = usage.classes();
    classes.setDialect(CohereDialect.NAME);
    classes.setRaw(raw);
    return classes;
  }

  private TokenUsage classes() {
    Counts charged = billed.known() ? billed : seen;
    TokenUsage usage =
        Canonical.usage(charged.known() ? UsageSource.PROVIDER : UsageSource.UNKNOWN);
    Long input = charged.input;
    Long images = charged == seen ? seen.images : null;
    usage.setInput(input == null || images == null ? input : Long.valueOf(input + images));
    Long output = charged.output;
    Long reasoning = seen.reasoning;
    if (output != null && reasoning != null) {
      usage.setReasoning(Math.min(reasoning, output));
      usage.setOutput(output - Math.min(reasoning, output));
    } else {
      usage.setOutput(output);
    }
    Long searches = billed.searches;
    if (searches != null && searches > 0) {
      usage.setBilledCalls(Map.of("search_unit", searches));
    }
    return usage;
  }
}
