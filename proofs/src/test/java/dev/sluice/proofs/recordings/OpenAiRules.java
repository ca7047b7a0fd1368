package dev.sluice.proofs.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a caller of an OpenAI deployment gets of a recorded stream: every chunk as it was recorded,
 * but for what Sluice changes on purpose. Whole replies and errors have no such exceptions; what
 * Sluice says of them stands in headers.
 */
final class OpenAiRules {
  private OpenAiRules() {}

  static List<JsonNode> chunks(List<JsonNode> recorded, boolean usageAsked) {
    List<JsonNode> chunks = new ArrayList<>();
    JsonNode usage = JsonNodeFactory.instance.missingNode();
    boolean failed = false;
    for (JsonNode event : recorded) {
      // What a chunk says beside an error is told first; the error is an event of its own, the
      // last.
      failed |= event.has("error");
      ObjectNode chunk = event.deepCopy();
      // Padding against guesses by length: it is of use on the provider's wire alone.
      chunk.remove("obfuscation");
      chunk.remove("error");
      if (chunk.path("usage").isObject()) {
        usage = chunk.path("usage");
      }
      if (!usageAsked) {
        // A caller that did not ask for the usage gets none: the dialect's own contract, which
        // holds
        // too where Sluice asked for its own accounting or the provider told it unasked.
        boolean usageAlone = chunk.path("usage").isObject() && chunk.path("choices").isEmpty();
        chunk.remove("usage");
        if (usageAlone) {
          continue;
        }
      }
      chunks.add(chunk);
    }
    if (usageAsked && usage.isObject() && !failed) {
      lastUsage(chunks, usage);
    }
    return chunks;
  }

  /** The last usage carries what Sluice says of the request, in a chunk that has nothing else. */
  private static void lastUsage(List<JsonNode> chunks, JsonNode usage) {
    ObjectNode last = chunks.getLast().deepCopy();
    if (last.path("usage").isObject() && last.path("choices").isEmpty()) {
      chunks.removeLast();
    }
    last.putArray("choices");
    ObjectNode extended = usage.deepCopy();
    extended.set("sluice", SLUICE);
    last.set("usage", extended);
    chunks.add(last);
  }

  /** Stands for the field {@code sluice}, whose value is checked apart. */
  static final JsonNode SLUICE = JsonNodeFactory.instance.textNode("<sluice>");
}
