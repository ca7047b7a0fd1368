package dev.sluice.dialects.gemini;

import static dev.sluice.dialects.JsonAssert.assertSame;
import static dev.sluice.dialects.JsonAssert.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the translation rules make of recorded answers and chunks, worked out here anew. */
final class GeminiMeaning {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private final List<JsonNode> calls = new ArrayList<>();
  private final List<String> allProofs = new ArrayList<>();
  private String textProof = "";
  private String finish = "";
  private JsonNode usage = MissingNode.getInstance();

  void add(JsonNode answer) {
    for (JsonNode part : answer.path("candidates").path(0).path("content").path("parts")) {
      part(part);
    }
    JsonNode word = answer.path("candidates").path(0).path("finishReason");
    finish = word.isMissingNode() ? finish : word.asText();
    usage = answer.path("usageMetadata");
  }

  private void part(JsonNode part) {
    String proof = part.path("thoughtSignature").asText();
    if (!proof.isEmpty()) {
      allProofs.add("gemini:" + proof);
    }
    if (part.has("functionCall")) {
      calls.add(part.path("functionCall"));
    } else if (part.path("thought").asBoolean()) {
      thoughts.append(part.path("text").asText());
    } else {
      text.append(part.path("text").asText());
      textProof = proof.isEmpty() ? textProof : proof;
    }
  }

  void checkOpenAi(JsonNode message, String actualFinish) {
    assertThat(message.path("role").asText()).isEqualTo("assistant");
    assertThat(message.path("content").asText("").replaceAll("^null$", ""))
        .isEqualTo(text.toString());
    assertThat(message.path("reasoning_content").asText("")).isEqualTo(thoughts.toString());
    assertThat(proof(message)).isEqualTo(textProof);
    Set<String> ids = new HashSet<>();
    assertThat(message.path("tool_calls").size()).isEqualTo(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      JsonNode call = message.path("tool_calls").path(i);
      JsonNode function = call.path("function");
      assertThat(ids.add(call.path("id").asText())).isTrue();
      assertThat(function.path("name")).isEqualTo(calls.get(i).path("name"));
      assertSame(
          "arguments", calls.get(i).path("args"), parse(function.path("arguments").asText()));
    }
    assertThat(actualFinish).isEqualTo(word("stop", "length", "tool_calls", "content_filter"));
  }

  private static String proof(JsonNode holder) {
    return holder.at("/extra_content/google/thought_signature").asText();
  }

  private String word(String stop, String length, String tools, String filter) {
    return switch (finish) {
      case "STOP", "1" -> calls.isEmpty() ? stop : tools;
      case "MAX_TOKENS" -> length;
      case "SAFETY", "MODEL_ARMOR" -> filter;
      default -> throw new IllegalStateException(finish);
    };
  }

  void checkOpenAiUsage(JsonNode actual) {
    long prompt = count("promptTokenCount") + count("toolUsePromptTokenCount");
    long completion = count("candidatesTokenCount") + count("thoughtsTokenCount");
    assertThat(actual.path("prompt_tokens").asLong()).isEqualTo(prompt);
    assertThat(actual.path("completion_tokens").asLong()).isEqualTo(completion);
    assertThat(actual.path("total_tokens").asLong()).isEqualTo(count("totalTokenCount"));
    assertThat(actual.at("/completion_tokens_details/reasoning_tokens").asLong())
        .isEqualTo(count("thoughtsTokenCount"));
    assertThat(actual.at("/prompt_tokens_details/cached_tokens").asLong())
        .isEqualTo(count("cachedContentTokenCount"));
  }

  private long count(String field) {
    return usage.path(field).asLong();
  }

  void checkAnthropic(BlockFold message) {
    assertThat(message.text.toString()).isEqualTo(text.toString());
    assertThat(message.thinking.toString()).isEqualTo(thoughts.toString());
    assertThat(message.proofs).isEqualTo(allProofs);
    assertThat(message.names)
        .isEqualTo(calls.stream().map(call -> call.path("name").asText()).toList());
    for (int i = 0; i < calls.size(); i++) {
      assertSame("input", calls.get(i).path("args"), message.inputs.get(i));
    }
    assertThat(message.stop).isEqualTo(word("end_turn", "max_tokens", "tool_use", "refusal"));
    long input =
        message.usage.path("input_tokens").asLong()
            + message.usage.path("cache_read_input_tokens").asLong();
    assertThat(input).isEqualTo(count("promptTokenCount") + count("toolUsePromptTokenCount"));
    assertThat(message.usage.path("output_tokens").asLong())
        .isEqualTo(count("candidatesTokenCount") + count("thoughtsTokenCount"));
  }
}
