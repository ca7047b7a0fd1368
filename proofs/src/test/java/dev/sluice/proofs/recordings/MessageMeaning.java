package dev.sluice.proofs.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an OpenAI caller must learn of a recorded Anthropic message or stream, worked out from the
 * recording by the rules of translation and not by the product's code.
 */
final class MessageMeaning {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final List<String> proofs = new ArrayList<>();
  private final List<ToolCall> calls = new ArrayList<>();
  private final Map<Integer, JsonNode> open = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private int providerBlocks;
  private long thinkingTokens;
  private String finish = "";
  private String id = "";
  private String model = "";

  private record ToolCall(String id, String name, StringBuilder arguments) {}

  static MessageMeaning ofMessage(JsonNode message) {
    MessageMeaning meaning = new MessageMeaning();
    meaning.envelope(message);
    message.path("content").forEach(meaning::block);
    meaning.stop(message.path("stop_reason").asText());
    return meaning;
  }

  static MessageMeaning ofEvents(List<JsonNode> events) {
    MessageMeaning meaning = new MessageMeaning();
    events.forEach(meaning::event);
    return meaning;
  }

  private void envelope(JsonNode message) {
    id = message.path("id").asText();
    model = message.path("model").asText();
    usage(message.path("usage"));
  }

  /** Text is content, thinking is reasoning, a call is a call; what the provider ran is neither. */
  private void block(JsonNode block) {
    switch (block.path("type").asText()) {
      case "text" -> text.append(block.path("text").asText());
      case "thinking" -> {
        reasoning.append(block.path("thinking").asText());
        proof(block.path("signature").asText());
      }
      case "redacted_thinking" -> proof(block.path("data").asText());
      case "tool_use" -> call(block, block.path("input").toString());
      default -> providerBlocks++;
    }
  }

  /** Signatures and opaque reasoning must come back unchanged in the next request. */
  private void proof(String signature) {
    if (!signature.isEmpty()) {
      proofs.add(signature);
    }
  }

  private void call(JsonNode block, String arguments) {
    calls.add(
        new ToolCall(
            block.path("id").asText(), block.path("name").asText(), new StringBuilder(arguments)));
  }

  private void event(JsonNode event) {
    switch (event.path("type").asText()) {
      case "message_start" -> envelope(event.path("message"));
      case "content_block_start" -> {
        JsonNode block = event.path("content_block");
        open.put(event.path("index").asInt(), block);
        if (isCall(block)) {
          call(block, "");
        } else {
          block(block);
        }
      }
      case "content_block_delta" -> delta(event);
      case "message_delta" -> {
        stop(event.path("delta").path("stop_reason").asText());
        usage(event.path("usage"));
      }
      default -> {}
    }
  }

  private void delta(JsonNode event) {
    JsonNode delta = event.path("delta");
    text.append(delta.path("text").asText());
    reasoning.append(delta.path("thinking").asText());
    proof(delta.path("signature").asText());
    JsonNode block = open.get(event.path("index").asInt());
    if (delta.has("partial_json") && block != null && isCall(block)) {
      calls.getLast().arguments().append(delta.path("partial_json").asText());
    }
  }

  private static boolean isCall(JsonNode block) {
    return block.path("type").asText().equals("tool_use");
  }

  private void stop(String reason) {
    finish =
        switch (reason) {
          case "end_turn", "stop_sequence", "pause_turn" -> "stop";
          case "max_tokens", "model_context_window_exceeded" -> "length";
          case "tool_use" -> "tool_calls";
          case "refusal" -> "content_filter";
          default -> throw new IllegalArgumentException("no rule for the stop reason " + reason);
        };
  }

  /** Counts are cumulative: a later one replaces an earlier one. */
  private void usage(JsonNode usage) {
    for (Map.Entry<String, JsonNode> count : usage.properties()) {
      if (count.getValue().isNumber()) {
        counts.put(count.getKey(), count.getValue().asLong());
      }
    }
    JsonNode thinking = usage.path("output_tokens_details").path("thinking_tokens");
    thinkingTokens = thinking.isNumber() ? thinking.asLong() : thinkingTokens;
  }

  /** Checks one choice, that of a whole reply or of a folded stream. */
  void checkMessage(JsonNode message, String actualFinish) {
    checkParts(message);
    assertThat(actualFinish).isEqualTo(finish);
  }

  /** Checks what came before an error. */
  void checkParts(JsonNode message) {
    assertThat(message.path("role").asText()).isEqualTo("assistant");
    JsonNode content = message.path("content");
    assertThat(content.isNull() ? "" : content.asText()).isEqualTo(text.toString());
    assertThat(message.path("reasoning_content").asText("")).isEqualTo(reasoning.toString());
    List<String> kept = new ArrayList<>();
    for (JsonNode block : message.path("thinking_blocks")) {
      kept.add(block.path("signature").asText(block.path("data").asText()));
    }
    assertThat(kept).isEqualTo(proofs);
    assertThat(message.path("provider_blocks").size()).isEqualTo(providerBlocks);
    checkCalls(message.path("tool_calls"));
  }

  private void checkCalls(JsonNode actual) {
    assertThat(actual.size()).isEqualTo(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      ToolCall call = calls.get(i);
      JsonNode function = actual.path(i).path("function");
      assertThat(actual.path(i).path("id").asText()).isEqualTo(call.id());
      assertThat(actual.path(i).path("type").asText()).isEqualTo("function");
      assertThat(function.path("name").asText()).isEqualTo(call.name());
      String arguments = call.arguments().isEmpty() ? "{}" : call.arguments().toString();
      SameJson.check(
          "arguments",
          Exchange.json(arguments),
          Exchange.json(function.path("arguments").asText()));
    }
  }

  /**
   * The provider's input leaves out what its cache gave or took; the caller's prompt has it all.
   */
  void checkUsage(JsonNode usage) {
    long cacheWrites = count("cache_creation_input_tokens");
    long cacheReads = count("cache_read_input_tokens");
    long prompt = count("input_tokens") + cacheWrites + cacheReads;
    assertThat(usage.path("prompt_tokens").asLong()).isEqualTo(prompt);
    assertThat(usage.path("completion_tokens").asLong()).isEqualTo(count("output_tokens"));
    assertThat(usage.path("total_tokens").asLong()).isEqualTo(prompt + count("output_tokens"));
    assertThat(usage.path("prompt_tokens_details").path("cached_tokens").asLong())
        .isEqualTo(cacheReads);
    assertThat(usage.path("completion_tokens_details").path("reasoning_tokens").asLong())
        .isEqualTo(thinkingTokens);
  }

  void checkEnvelope(JsonNode reply, String object) {
    assertThat(reply.path("id").asText()).isEqualTo(id);
    assertThat(reply.path("model").asText()).isEqualTo(model);
    assertThat(reply.path("object").asText()).isEqualTo(object);
    assertThat(reply.path("created").asLong()).isPositive();
  }

  private long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
