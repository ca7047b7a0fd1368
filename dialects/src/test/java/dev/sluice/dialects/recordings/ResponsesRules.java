package dev.sluice.dialects.recordings;

import static dev.sluice.dialects.recordings.Breaches.or0;
import static dev.sluice.dialects.recordings.Breaches.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.recordings.Told.Call;
import dev.sluice.dialects.recordings.Told.Proof;
import dev.sluice.dialects.recordings.Told.Said;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Responses, which have one choice: the first. */
final class ResponsesRules implements CallerRules {
  static final String NAME = "responses";

  /** What the items of an output say together. */
  private static final class Items {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<String> proofs = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();

    private void add(JsonNode item, boolean own, Breaches breaches) {
      switch (item.path("type").asText()) {
        case "message" -> {
          for (JsonNode part : item.path("content")) {
            text.append(text(part.path("text")));
            refusal.append(text(part.path("refusal")));
          }
        }
        case "reasoning" -> {
          item.path("summary").forEach(part -> reasoning.append(text(part.path("text"))));
          item.path("content").forEach(part -> reasoning.append(text(part.path("text"))));
          if (item.path("encrypted_content").isTextual()) {
            proofs.add(item.path("encrypted_content").asText());
          }
        }
        case "function_call" ->
            calls.add(
                new Call(
                    item.path("call_id").asText(),
                    item.path("name").asText(),
                    item.path("arguments").asText()));
        default -> {
          if (!own) {
            breaches.expect("type of an item", "a known one", item.path("type").asText());
          }
        }
      }
    }
  }

  @Override
  public String dialect() {
    return NAME;
  }

  @Override
  public List<String> whole(Told told, JsonNode answer) {
    var breaches = new Breaches();
    response(told, answer, breaches);
    return breaches.found();
  }

  /** A response that is over, alone or at the end of a stream. */
  static void response(Told told, JsonNode response, Breaches breaches) {
    boolean own = told.isOf(NAME);
    breaches.expect("object", "response", response.path("object").asText());
    breaches.filled("id", response.path("id"));
    breaches.filled("model", response.path("model"));
    breaches.expect("created_at", true, response.path("created_at").isNumber());
    breaches.expect("error", true, response.path("error").isNull());
    var items = new Items();
    Set<String> ids = new HashSet<>();
    for (JsonNode item : response.path("output")) {
      items.add(item, own, breaches);
      breaches.expect("ids of items apart", true, ids.add(item.path("id").asText()));
    }
    usage(told.usage(), response.path("usage"), breaches);
    if (!told.choices().isEmpty()) {
      Said said = told.choices().getFirst();
      content(said, items, own, breaches);
      status(said, response, breaches);
    }
  }

  private static void content(Said said, Items items, boolean own, Breaches breaches) {
    breaches.expect("text", said.text(), items.text.toString());
    breaches.expect("refusal", said.refusal(), items.refusal.toString());
    breaches.expect("reasoning", String.join("", said.reasoning()), items.reasoning.toString());
    if (!own) { // OpenAI encrypts its own anew each time
      breaches.expect(
          "proofs", said.proofs().stream().map(ResponsesRules::wire).toList(), items.proofs);
    }
    breaches.calls(said.calls(), items.calls, own);
  }

  /** A proof that is not OpenAI's travels behind the name of whose it is. */
  private static String wire(Proof proof) {
    String value = proof.value();
    if (proof.of() == ContentKind.REDACTED_REASONING) {
      return "redacted:" + value;
    }
    if (Signatures.isOpenAi(value)) {
      return Signatures.forOpenAi(value);
    }
    return value.indexOf(':') < 0 ? "anthropic:" + value : value;
  }

  private static void status(Said said, JsonNode response, Breaches breaches) {
    String why =
        switch (said.finish()) {
          case LENGTH -> "max_output_tokens";
          case CONTENT_FILTER -> "content_filter";
          case STOP, TOOL_CALLS, REFUSAL, PAUSE, ERROR, UNKNOWN -> "";
        };
    breaches.expect(
        "status", why.isEmpty() ? "completed" : "incomplete", response.path("status").asText());
    breaches.expect("why incomplete", why, text(response.at("/incomplete_details/reason")));
  }

  /** Input tokens hold the cached ones, output tokens the reasoning. */
  private static void usage(@Nullable TokenUsage usage, JsonNode told, Breaches breaches) {
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
    JsonNode read = told.path("input_tokens_details");
    breaches.expect("usage input", input, told.path("input_tokens").asLong(-1));
    breaches.expect("usage output", output, told.path("output_tokens").asLong(-1));
    breaches.expect("usage total", input + output, told.path("total_tokens").asLong(-1));
    breaches.expect(
        "usage cached", or0(usage.getCachedInput()), read.path("cached_tokens").asLong(-1));
    breaches.expect(
        "usage cache writes",
        or0(usage.getCacheWrite()) + or0(usage.getCacheWrite1h()),
        read.path("cache_write_tokens").asLong(-1));
    breaches.expect(
        "usage reasoning",
        or0(usage.getReasoning()),
        told.at("/output_tokens_details/reasoning_tokens").asLong(-1));
  }

  @Override
  public List<String> stream(Told told, List<SseEvent> events) {
    return new ItemEventRules(told).check(events);
  }

  @Override
  public List<String> error(ErrorInfo error, ErrorReply reply) {
    var breaches = new Breaches();
    OpenAiErrors.check(error, reply, breaches);
    return breaches.found();
  }
}
