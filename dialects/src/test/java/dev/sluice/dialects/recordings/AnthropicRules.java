package dev.sluice.dialects.recordings;

import static dev.sluice.dialects.recordings.Breaches.or0;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.recordings.Told.Call;
import dev.sluice.dialects.recordings.Told.Proof;
import dev.sluice.dialects.recordings.Told.Said;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages, which have one choice: the first. */
final class AnthropicRules implements CallerRules {
  static final String NAME = "anthropic";
  private static final String INVALID = "invalid_request_error";

  private record Word(int status, String type) {}

  private static final Map<ErrorKind, Word> WORDS =
      Map.of(
          ErrorKind.INVALID_REQUEST, new Word(400, INVALID),
          ErrorKind.CONTEXT_LENGTH, new Word(400, INVALID),
          ErrorKind.PROVIDER_NOT_FOUND, new Word(404, "not_found_error"),
          ErrorKind.PROVIDER_RATE_LIMITED, new Word(429, "rate_limit_error"),
          ErrorKind.PROVIDER_QUOTA, new Word(429, "rate_limit_error"),
          ErrorKind.PROVIDER_OVERLOADED, new Word(529, "overloaded_error"),
          ErrorKind.PROVIDER_AUTHENTICATION, new Word(502, "api_error"),
          ErrorKind.PROVIDER_ERROR, new Word(502, "api_error"),
          ErrorKind.PROVIDER_MALFORMED, new Word(502, "api_error"),
          ErrorKind.STREAM_BROKEN, new Word(502, "api_error"));

  /** What the blocks of a message say together. */
  static final class Blocks {
    final StringBuilder text = new StringBuilder();
    final List<String> reasoning = new ArrayList<>();
    final List<String> proofs = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();

    void add(JsonNode block, Breaches breaches) {
      switch (block.path("type").asText()) {
        case "text" -> text.append(block.path("text").asText());
        case "thinking" -> {
          reasoning.add(block.path("thinking").asText());
          breaches.expect("a signature, be it empty", true, block.path("signature").isTextual());
          if (!block.path("signature").asText().isEmpty()) {
            proofs.add(block.path("signature").asText());
          }
        }
        case "redacted_thinking" -> proofs.add(block.path("data").asText());
        case "tool_use" -> {
          boolean partial = block.has("partial");
          if (!partial) {
            breaches.expect("input is an object", true, block.path("input").isObject());
          }
          calls.add(
              new Call(
                  block.path("id").asText(),
                  block.path("name").asText(),
                  partial ? block.path("partial").asText() : block.path("input").toString()));
        }
        default -> breaches.expect("type of a block", "a known one", block.path("type").asText());
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
    if (told.choices().isEmpty()) {
      breaches.expect("content", 0, answer.path("content").size());
      return breaches.found();
    }
    Said said = told.choices().getFirst();
    breaches.filled("id", answer.path("id"));
    breaches.filled("model", answer.path("model"));
    breaches.expect("type", "message", answer.path("type").asText());
    breaches.expect("role", "assistant", answer.path("role").asText());
    var blocks = new Blocks();
    for (JsonNode block : answer.path("content")) {
      if (!told.isOf(NAME) || isCommon(block)) {
        blocks.add(block, breaches);
      }
    }
    if (told.isOf(NAME)) {
      breaches.expect("refusal", said.refusal(), answer.at("/stop_details/explanation").asText(""));
    }
    content(said, told.isOf(NAME) ? "" : said.refusal(), blocks, breaches);
    stop(said, answer.path("stop_reason"), breaches);
    breaches.expect("stop_sequence", true, answer.has("stop_sequence"));
    usage(told.usage(), answer.path("usage"), breaches);
    return breaches.found();
  }

  /** Blocks of a provider's own tools are passed on as they are. */
  static boolean isCommon(JsonNode block) {
    return Set.of("text", "thinking", "redacted_thinking", "tool_use")
        .contains(block.path("type").asText());
  }

  /**
   * What a message says.
   *
   * @param refusal what of it is told as text, since there is no other place
   */
  static void content(Said said, String refusal, Blocks blocks, Breaches breaches) {
    breaches.expect("text", said.text() + refusal, blocks.text.toString());
    breaches.expect(
        "reasoning", String.join("", said.reasoning()), String.join("", blocks.reasoning));
    breaches.expect("proofs", said.proofs().stream().map(Proof::value).toList(), blocks.proofs);
    breaches.calls(
        said.calls().stream()
            .map(call -> new Call(plain(call.id()), call.name(), object(call.arguments())))
            .toList(),
        blocks.calls,
        false);
  }

  /** Ids are letters, digits, underscores and hyphens. */
  private static String plain(String id) {
    return id.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  /** What is no object is wrapped in one. */
  static String object(String arguments) {
    boolean empty = arguments.isBlank() || arguments.strip().equals("null");
    return empty || arguments.strip().startsWith("{")
        ? arguments
        : JsonNodeFactory.instance.objectNode().put("arguments", arguments).toString();
  }

  static void stop(Said said, JsonNode word, Breaches breaches) {
    FinishReason reason = said.finish();
    boolean plain = reason == FinishReason.STOP || reason == FinishReason.UNKNOWN;
    String expected =
        switch (reason) {
          case LENGTH -> "max_tokens";
          case TOOL_CALLS -> "tool_use";
          case CONTENT_FILTER, REFUSAL -> "refusal";
          case PAUSE -> "pause_turn";
          case STOP, ERROR, UNKNOWN -> "end_turn";
        };
    if (plain && !said.refusal().isEmpty()) {
      expected = "refusal";
    } else if (plain && !said.calls().isEmpty()) {
      expected = "tool_use";
    }
    String actual = word.asText("absent");
    breaches.expect("stop reason", expected, actual.equals("stop_sequence") ? "end_turn" : actual);
  }

  /** Input tokens leave out what was read from or written to a cache. */
  static void usage(@Nullable TokenUsage usage, JsonNode told, Breaches breaches) {
    if (usage != null && usage.getDialect().equals(NAME)) {
      breaches.same("usage", JsonAssert.parse(usage.getRaw()), told);
      return;
    }
    breaches.expect(
        "usage input",
        usage == null ? 0 : or0(usage.getInput()) + or0(usage.getAudioInput()),
        told.path("input_tokens").asLong(-1));
    breaches.expect(
        "usage output",
        usage == null ? 0 : Breaches.output(usage),
        told.path("output_tokens").asLong(-1));
    if (usage != null) {
      breaches.expect(
          "usage cached",
          or0(usage.getCachedInput()),
          told.path("cache_read_input_tokens").asLong(-1));
      breaches.expect(
          "usage cache writes",
          or0(usage.getCacheWrite()) + or0(usage.getCacheWrite1h()),
          told.path("cache_creation_input_tokens").asLong(-1));
    }
  }

  @Override
  public List<String> stream(Told told, List<SseEvent> events) {
    return new BlockEventRules(told).check(events);
  }

  @Override
  public List<String> error(ErrorInfo error, ErrorReply reply) {
    var breaches = new Breaches();
    JsonNode body = JsonAssert.parse(reply.body());
    if (error.getBody().startsWith("{")
        && JsonAssert.parse(error.getBody()).path("type").asText().equals("error")) {
      breaches.expect("error status", error.getProviderStatus(), reply.status());
      breaches.same("error body", JsonAssert.parse(error.getBody()), body);
      return breaches.found();
    }
    breaches.expect("error status", word(error).status(), reply.status());
    event(error, body, breaches);
    return breaches.found();
  }

  /** An error, alone or in a stream. */
  static void event(ErrorInfo error, JsonNode told, Breaches breaches) {
    breaches.fields("error envelope", told, Set.of("type", "error", "request_id"));
    breaches.expect("error envelope type", "error", told.path("type").asText());
    breaches.fields("error", told.path("error"), Set.of("type", "message"));
    breaches.expect("error type", word(error).type(), told.at("/error/type").asText());
    breaches.expect("error message", error.getMessage(), told.at("/error/message").asText());
  }

  private static Word word(ErrorInfo error) {
    return Objects.requireNonNull(
        WORDS.get(ErrorKind.ofWireName(error.getKind())), error.getKind());
  }
}
