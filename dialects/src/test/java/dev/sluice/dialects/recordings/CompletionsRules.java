package dev.sluice.dialects.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.recordings.Told.Said;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Text completions, which have a place for text and for nothing else. */
final class CompletionsRules implements CallerRules {
  @Override
  public String dialect() {
    return "completions";
  }

  @Override
  public List<String> whole(Told told, JsonNode answer) {
    var breaches = new Breaches();
    envelope(answer, breaches);
    breaches.expect("number of choices", told.choices().size(), answer.path("choices").size());
    for (int i = 0; i < Math.min(told.choices().size(), answer.path("choices").size()); i++) {
      Said said = told.choices().get(i);
      JsonNode choice = answer.path("choices").path(i);
      breaches.fields("choice", choice, Set.of("text", "index", "logprobs", "finish_reason"));
      breaches.expect("index", said.index(), choice.path("index").asInt(-1));
      breaches.expect("text", said.text() + said.refusal(), choice.path("text").asText());
      finish(said, choice.path("finish_reason").asText(), breaches);
    }
    OpenAiRules.usage(told.usage(), answer.path("usage"), breaches);
    return breaches.found();
  }

  private static void envelope(JsonNode answer, Breaches breaches) {
    breaches.fields(
        "envelope", answer, Set.of("id", "object", "created", "model", "choices", "usage"));
    breaches.expect("object", "text_completion", answer.path("object").asText());
    breaches.filled("id", answer.path("id"));
    breaches.filled("model", answer.path("model"));
  }

  private static void finish(Said said, String word, Breaches breaches) {
    String expected =
        switch (said.finish()) {
          case LENGTH -> "length";
          case CONTENT_FILTER, REFUSAL -> "content_filter";
          case STOP, TOOL_CALLS, PAUSE, ERROR, UNKNOWN -> "stop";
        };
    breaches.expect("finish reason", expected, word);
  }

  @Override
  public List<String> stream(Told told, List<SseEvent> events) {
    var breaches = new Breaches();
    Map<Integer, StringBuilder> texts = new HashMap<>();
    Map<Integer, String> finishes = new HashMap<>();
    Set<Integer> ended = new HashSet<>();
    JsonNode usage = MissingNode.getInstance();
    JsonNode error = MissingNode.getInstance();
    List<SseEvent> chunks = new ArrayList<>(events);
    if (told.error() == null) {
      SseEvent last = chunks.isEmpty() ? SseEvent.of("") : chunks.removeLast();
      breaches.expect("end mark", "[DONE]", last.text());
    }
    for (SseEvent event : chunks) {
      breaches.expect(
          "nothing after the usage or an error",
          true,
          usage.isMissingNode() && error.isMissingNode());
      JsonNode chunk = event.is("[DONE]") ? usage : JsonAssert.parse(event.data());
      if (chunk.path("error").isObject()) {
        error = chunk.path("error");
        continue;
      }
      envelope(chunk, breaches);
      usage = chunk.path("usage").isObject() ? chunk.path("usage") : usage;
      for (JsonNode choice : chunk.path("choices")) {
        int index = choice.path("index").asInt(-1);
        breaches.expect("nothing after the finish", false, ended.contains(index));
        texts
            .computeIfAbsent(index, any -> new StringBuilder())
            .append(choice.path("text").asText());
        if (choice.path("finish_reason").isTextual()) {
          finishes.put(index, choice.path("finish_reason").asText());
          ended.add(index);
        }
      }
    }
    boolean brokenOff = false;
    for (Said said : told.choices()) {
      StringBuilder text = texts.getOrDefault(said.index(), new StringBuilder());
      breaches.expect("text", said.text() + said.refusal(), text.toString());
      if (said.finish() == FinishReason.ERROR) {
        brokenOff = true;
        breaches.expect("finish reason", false, finishes.containsKey(said.index()));
      } else if (told.error() == null) {
        finish(said, finishes.getOrDefault(said.index(), "absent"), breaches);
      }
    }
    if (told.error() != null) {
      OpenAiErrors.object(told.error(), error, breaches);
    } else if (brokenOff) {
      breaches.filled("error", error.path("message"));
    } else {
      OpenAiRules.usage(told.usage(), usage, breaches);
    }
    return breaches.found();
  }

  @Override
  public List<String> error(ErrorInfo error, ErrorReply reply) {
    var breaches = new Breaches();
    OpenAiErrors.check(error, reply, breaches);
    return breaches.found();
  }
}
