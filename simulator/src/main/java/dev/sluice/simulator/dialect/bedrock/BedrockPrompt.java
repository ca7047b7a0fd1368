package dev.sluice.simulator.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.dialect.Prompt;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what a call says. One object reads one call. Counted are all strings and, within tools,
 * also the names of fields; ids, roles, formats, proofs and cache points are free, media costs a
 * flat number of tokens.
 */
final class BedrockPrompt {

  private static final int MEDIA_TOKENS = 85;

  private final Tokenizer tokenizer;
  private int tokens = Tokenizer.PER_CALL;

  BedrockPrompt(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  Prompt read(JsonNode request) {
    String lastUserText = "";
    boolean answersTool = false;
    int results = 0;
    if (!request.path("system").isEmpty()) {
      tokens += Tokenizer.PER_MESSAGE;
      count("system", request.path("system"), false);
    }
    for (JsonNode message : request.path("messages")) {
      tokens += Tokenizer.PER_MESSAGE;
      answersTool = false;
      StringBuilder text = new StringBuilder();
      for (JsonNode block : message.path("content")) {
        answersTool |= block.has("toolResult");
        results += block.has("toolResult") ? 1 : 0;
        if (block.path("text").isTextual()) {
          text.append(text.isEmpty() ? "" : "\n").append(block.path("text").asText());
        }
        count("content", block, false);
      }
      if (message.path("role").asText().equals("user") && !text.isEmpty()) {
        lastUserText = text.toString();
      }
    }
    count("toolConfig", request.at("/toolConfig/tools"), true);
    return new Prompt(lastUserText, answersTool, results, tokens, 0, metadata(request));
  }

  private static Map<String, String> metadata(JsonNode request) {
    Map<String, String> metadata = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : request.path("requestMetadata").properties()) {
      metadata.put(entry.getKey(), entry.getValue().asText());
    }
    return metadata;
  }

  private void count(String field, JsonNode value, boolean namesToo) {
    if (value.isTextual()) {
      switch (field) {
        case "role", "type", "ttl", "toolUseId", "format", "status" -> {}
        case "signature", "redactedContent" -> {}
        case "bytes" -> tokens += MEDIA_TOKENS;
        default -> tokens += tokenizer.count(value.asText());
      }
      return;
    }
    if (value.isArray()) {
      value.forEach(one -> count(field, one, namesToo));
      return;
    }
    for (Map.Entry<String, JsonNode> inner : value.properties()) {
      if (namesToo) {
        tokens += tokenizer.count(inner.getKey());
      }
      count(inner.getKey(), inner.getValue(), namesToo);
    }
  }
}
