package dev.sluice.simulator.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.dialect.Prompt;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what a call says. One object reads one call. Counted are all strings and, within tools,
 * also the names of fields; ids, roles, types and proofs are free, media costs a flat number of
 * tokens, audio by its length.
 */
final class GeminiPrompt {

  private static final int MEDIA_TOKENS = 85;
  private static final int AUDIO_CHARS_PER_TOKEN = 1000;

  private final Tokenizer tokenizer;
  private int tokens = Tokenizer.PER_CALL;
  private int audioTokens;

  GeminiPrompt(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  Prompt read(JsonNode request) {
    String lastUserText = "";
    boolean answersTool = false;
    int results = 0;
    if (request.has("systemInstruction")) {
      tokens += Tokenizer.PER_MESSAGE;
      count("systemInstruction", request.path("systemInstruction"), false);
    }
    for (JsonNode content : request.path("contents")) {
      tokens += Tokenizer.PER_MESSAGE;
      answersTool = false;
      StringBuilder text = new StringBuilder();
      for (JsonNode part : content.path("parts")) {
        answersTool |= part.has("functionResponse");
        results += part.has("functionResponse") ? 1 : 0;
        if (part.path("text").isTextual()) {
          text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asText());
        }
        part(part);
      }
      if (!content.path("role").asText("user").equals("model") && !text.isEmpty()) {
        lastUserText = text.toString();
      }
    }
    count("tools", request.path("tools"), true);
    return new Prompt(lastUserText, answersTool, results, tokens, audioTokens, labels(request));
  }

  private static Map<String, String> labels(JsonNode request) {
    Map<String, String> labels = new HashMap<>();
    for (Map.Entry<String, JsonNode> label : request.path("labels").properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    return labels;
  }

  private void part(JsonNode part) {
    JsonNode media = part.path("inlineData");
    if (media.path("mimeType").asText().startsWith("audio/")) {
      audioTokens += 1 + media.path("data").asText().length() / AUDIO_CHARS_PER_TOKEN;
    } else if (media.isObject() || part.has("fileData")) {
      tokens += MEDIA_TOKENS;
    } else {
      count("part", part, false);
    }
  }

  private void count(String field, JsonNode value, boolean namesToo) {
    if (value.isTextual()) {
      switch (field) {
        case "role", "type", "id", "mimeType", "thoughtSignature" -> {}
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
