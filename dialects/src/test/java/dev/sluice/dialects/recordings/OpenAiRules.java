package dev.sluice.dialects.recordings;

import static dev.sluice.dialects.recordings.Breaches.or0;
import static dev.sluice.dialects.recordings.Breaches.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.recordings.Told.Call;
import dev.sluice.dialects.recordings.Told.Said;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chat completions. What comes from a provider of the same dialect is as it was, and so may spell
 * its ends and its reasoning as vendors do.
 */
final class OpenAiRules implements CallerRules {
  private static final String NAME = "openai";
  private static final Set<String> MESSAGE =
      Set.of(
          "role",
          "content",
          "refusal",
          "reasoning_content",
          "thinking_blocks",
          "provider_blocks",
          "tool_calls",
          "extra_content");

  @Override
  public String dialect() {
    return NAME;
  }

  @Override
  public List<String> whole(Told told, JsonNode answer) {
    var breaches = new Breaches();
    boolean own = told.isOf(NAME);
    if (!own) {
      breaches.fields(
          "envelope", answer, Set.of("id", "object", "created", "model", "choices", "usage"));
      breaches.expect("object", "chat.completion", answer.path("object").asText());
      breaches.filled("id", answer.path("id"));
      breaches.filled("model", answer.path("model"));
      breaches.expect("created", true, answer.path("created").isIntegralNumber());
    }
    breaches.expect("number of choices", told.choices().size(), answer.path("choices").size());
    for (int i = 0; i < Math.min(told.choices().size(), answer.path("choices").size()); i++) {
      Said said = told.choices().get(i);
      JsonNode choice = answer.path("choices").path(i);
      breaches.expect("index", said.index(), choice.path("index").asInt(-1));
      message(said, choice.path("message"), own, "\n\n", breaches);
      finish(said, choice.path("finish_reason"), breaches);
    }
    usage(told.usage(), answer.path("usage"), breaches);
    return breaches.found();
  }

  /** What a message says, whole or put together. */
  static void message(Said said, JsonNode message, boolean own, String between, Breaches breaches) {
    breaches.expect("text", said.text(), text(message.path("content")));
    breaches.expect("refusal", said.refusal(), text(message.path("refusal")));
    String reasoning = text(message.path("reasoning_content"));
    breaches.expect(
        "reasoning",
        String.join(between, said.reasoning()),
        own ? reasoning + text(message.path("reasoning")) : reasoning);
    breaches.calls(said.calls(), calls(message.path("tool_calls")), own);
    if (own) {
      return;
    }
    breaches.fields("message", message, MESSAGE);
    breaches.expect("role", "assistant", message.path("role").asText());
    List<String> proofs = new ArrayList<>();
    for (JsonNode block : message.path("thinking_blocks")) {
      proofs.add(block.path(block.has("data") ? "data" : "signature").asText());
    }
    breaches.expect("proofs of reasoning", said.ofReasoning(), proofs);
    breaches.expect("proofs of texts and calls", googles(said), placed(message));
  }

  /** Proofs that have a place in texts and calls: Google's, of a message its last. */
  private static List<String> googles(Said said) {
    List<String> ofCalls = new ArrayList<>();
    List<String> ofText = new ArrayList<>();
    for (Told.Proof proof : said.proofs()) {
      if (proof.value().startsWith("gemini:")) {
        String bare = proof.value().substring("gemini:".length());
        if (proof.of() == ContentKind.TOOL_CALL) {
          ofCalls.add(bare);
        } else if (proof.of() == ContentKind.TEXT) {
          ofText.clear();
          ofText.add(bare);
        }
      }
    }
    ofText.addAll(ofCalls);
    return ofText;
  }

  private static List<String> placed(JsonNode message) {
    List<String> placed = new ArrayList<>();
    String pointer = "/extra_content/google/thought_signature";
    if (message.at(pointer).isTextual()) {
      placed.add(message.at(pointer).asText());
    }
    for (JsonNode call : message.path("tool_calls")) {
      if (call.at(pointer).isTextual()) {
        placed.add(call.at(pointer).asText());
      }
    }
    return placed;
  }

  private static List<Call> calls(JsonNode calls) {
    List<Call> read = new ArrayList<>();
    for (JsonNode call : calls) {
      JsonNode function = call.path("function");
      read.add(
          new Call(
              call.path("id").asText(),
              function.path("name").asText(),
              function.path("arguments").asText()));
    }
    return read;
  }

  static void finish(Said said, JsonNode word, Breaches breaches) {
    FinishReason reason = said.finish();
    boolean calls = !said.calls().isEmpty();
    String expected =
        switch (reason) {
          case LENGTH -> "length";
          case TOOL_CALLS -> "tool_calls";
          case CONTENT_FILTER, REFUSAL -> "content_filter";
          case STOP, PAUSE, ERROR -> "stop";
          case UNKNOWN -> calls ? "tool_calls" : "stop";
        };
    breaches.expect("finish reason", expected, canonical(word));
  }

  /** Vendors of this dialect have words of their own, which are passed on. */
  private static String canonical(JsonNode word) {
    return switch (word.isTextual() ? word.asText() : "absent") {
      case "eos", "" -> "stop";
      case "model_length" -> "length";
      default -> word.asText();
    };
  }

  /** Prompt tokens hold the cached ones, completion tokens the reasoning. */
  static void usage(@Nullable TokenUsage usage, JsonNode told, Breaches breaches) {
    if (usage == null || (usage.getInput() == null && usage.getOutput() == null)) {
      breaches.expect("usage", false, told.isObject());
      return;
    }
    if (usage.getDialect().equals(NAME)) {
      breaches.same("usage", JsonAssert.parse(usage.getRaw()), told);
      return;
    }
    long input = Breaches.input(usage);
    long output = Breaches.output(usage);
    JsonNode read = told.path("prompt_tokens_details");
    breaches.expect("usage input", input, told.path("prompt_tokens").asLong(-1));
    breaches.expect("usage output", output, told.path("completion_tokens").asLong(-1));
    breaches.expect("usage total", input + output, told.path("total_tokens").asLong(-1));
    breaches.expect(
        "usage cached", or0(usage.getCachedInput()), read.path("cached_tokens").asLong());
    breaches.expect(
        "usage cache writes",
        or0(usage.getCacheWrite()) + or0(usage.getCacheWrite1h()),
        read.path("cache_write_tokens").asLong());
    breaches.expect(
        "usage reasoning",
        or0(usage.getReasoning()),
        told.at("/completion_tokens_details/reasoning_tokens").asLong());
  }

  @Override
  public List<String> stream(Told told, List<SseEvent> events) {
    return new ChunkRules(told).check(events);
  }

  @Override
  public List<String> error(ErrorInfo error, ErrorReply reply) {
    var breaches = new Breaches();
    OpenAiErrors.check(error, reply, breaches);
    return breaches.found();
  }
}
