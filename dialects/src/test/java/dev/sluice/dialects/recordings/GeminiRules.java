package dev.sluice.dialects.recordings;

import static dev.sluice.dialects.recordings.Breaches.or0;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.recordings.Told.Call;
import dev.sluice.dialects.recordings.Told.Proof;
import dev.sluice.dialects.recordings.Told.Said;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Google's answers, which are the same whole and in chunks: a chunk has what is new. */
final class GeminiRules implements CallerRules {
  private static final String NAME = "gemini";

  private record Word(int code, String status) {}

  private static final Map<ErrorKind, Word> WORDS =
      Map.of(
          ErrorKind.INVALID_REQUEST, new Word(400, "INVALID_ARGUMENT"),
          ErrorKind.CONTEXT_LENGTH, new Word(400, "INVALID_ARGUMENT"),
          ErrorKind.PROVIDER_NOT_FOUND, new Word(404, "NOT_FOUND"),
          ErrorKind.PROVIDER_RATE_LIMITED, new Word(429, "RESOURCE_EXHAUSTED"),
          ErrorKind.PROVIDER_QUOTA, new Word(429, "RESOURCE_EXHAUSTED"),
          ErrorKind.PROVIDER_OVERLOADED, new Word(503, "UNAVAILABLE"),
          ErrorKind.PROVIDER_AUTHENTICATION, new Word(502, "UNAVAILABLE"),
          ErrorKind.PROVIDER_ERROR, new Word(502, "UNAVAILABLE"),
          ErrorKind.PROVIDER_MALFORMED, new Word(502, "UNAVAILABLE"),
          ErrorKind.STREAM_BROKEN, new Word(502, "UNAVAILABLE"));

  /** What the parts of a candidate say together. */
  private static final class Parts {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final List<String> proofs = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private String finish = "absent";
    private int finishes;

    private void add(JsonNode part) {
      if (part.has("thoughtSignature")) {
        proofs.add(part.path("thoughtSignature").asText());
      }
      JsonNode call = part.path("functionCall");
      if (call.isObject()) {
        calls.add(
            new Call(
                call.path("id").asText(call.path("name").asText() + ' ' + calls.size()),
                call.path("name").asText(),
                call.path("args").toString()));
      } else if (part.path("thought").asBoolean()) {
        thoughts.append(part.path("text").asText());
      } else {
        text.append(part.path("text").asText());
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
    Map<Integer, Parts> candidates = new TreeMap<>();
    chunk(told, answer, candidates, breaches);
    content(told, candidates, breaches);
    usage(told.usage(), answer.path("usageMetadata"), breaches);
    return breaches.found();
  }

  private static void chunk(
      Told told, JsonNode chunk, Map<Integer, Parts> candidates, Breaches breaches) {
    if (!told.isOf(NAME)) {
      breaches.fields(
          "envelope", chunk, Set.of("candidates", "modelVersion", "responseId", "usageMetadata"));
      breaches.filled("modelVersion", chunk.path("modelVersion"));
      breaches.filled("responseId", chunk.path("responseId"));
    }
    for (JsonNode candidate : chunk.path("candidates")) {
      int index = candidate.path("index").asInt();
      Parts parts = candidates.computeIfAbsent(index, any -> new Parts());
      if (!told.isOf(NAME)) {
        breaches.expect("role", "model", candidate.at("/content/role").asText());
        breaches.expect("nothing after the finish", 0, parts.finishes);
      }
      candidate.at("/content/parts").forEach(parts::add);
      if (candidate.has("finishReason")) {
        parts.finishes++;
        parts.finish = candidate.path("finishReason").asText();
      }
    }
  }

  private static void content(Told told, Map<Integer, Parts> candidates, Breaches breaches) {
    for (Said said : told.choices()) {
      Parts parts = candidates.getOrDefault(said.index(), new Parts());
      breaches.expect("text", said.text() + said.refusal(), parts.text.toString());
      breaches.expect("reasoning", String.join("", said.reasoning()), parts.thoughts.toString());
      breaches.expect(
          "proofs", said.proofs().stream().map(GeminiRules::wire).toList(), parts.proofs);
      // told whole, when their candidate ends, which one that is cut need not have done
      boolean ended = told.error() == null || said.finish() != FinishReason.UNKNOWN;
      breaches.calls(
          (ended || told.isOf(NAME) ? said.calls() : List.<Call>of())
              .stream()
                  .map(call -> new Call(id(call.id()), call.name(), object(call.arguments())))
                  .toList(),
          parts.calls,
          false);
      if (told.error() == null && !told.isOf(NAME)) {
        finish(said, parts.finish, breaches);
      }
    }
  }

  /** An id that was made up for a provider without ids is not told. */
  private static String id(String id) {
    return id.startsWith("call_gm_") ? "" : id;
  }

  /** A proof of another provider travels as base64 behind a mark. */
  private static String wire(Proof proof) {
    String value = proof.value();
    if (value.startsWith("gemini:")) {
      return value.substring("gemini:".length());
    }
    String marked =
        proof.of() == ContentKind.REDACTED_REASONING
            ? "sluice:redacted:" + value
            : "sluice:" + value;
    return Base64.getEncoder().encodeToString(marked.getBytes(StandardCharsets.UTF_8));
  }

  private static String object(String arguments) {
    boolean empty = arguments.isBlank() || arguments.strip().equals("null");
    return empty || arguments.strip().startsWith("{")
        ? arguments
        : JsonNodeFactory.instance.objectNode().put("arguments", arguments).toString();
  }

  /** A call of a tool is a stop. */
  private static void finish(Said said, String word, Breaches breaches) {
    boolean refused = !said.refusal().isEmpty() && said.finish() == FinishReason.STOP;
    String expected =
        switch (said.finish()) {
          case LENGTH -> "MAX_TOKENS";
          case CONTENT_FILTER, REFUSAL -> "SAFETY";
          case ERROR -> "OTHER";
          case STOP, TOOL_CALLS, PAUSE, UNKNOWN -> refused ? "SAFETY" : "STOP";
        };
    breaches.expect("finish reason", expected, word);
  }

  /** The prompt holds the cached tokens, the candidates leave out the thoughts. */
  private static void usage(@Nullable TokenUsage usage, JsonNode told, Breaches breaches) {
    if (usage == null) {
      breaches.expect("usage", true, told.isMissingNode());
      return;
    }
    if (usage.getDialect().equals(NAME)) {
      breaches.same("usage", JsonAssert.parse(usage.getRaw()), told);
      return;
    }
    long input = Breaches.input(usage);
    long spoken = or0(usage.getOutput()) + or0(usage.getAudioOutput());
    breaches.expect("usage input", input, told.path("promptTokenCount").asLong(-1));
    breaches.expect("usage output", spoken, told.path("candidatesTokenCount").asLong(-1));
    breaches.expect(
        "usage reasoning", or0(usage.getReasoning()), told.path("thoughtsTokenCount").asLong());
    breaches.expect(
        "usage cached", or0(usage.getCachedInput()), told.path("cachedContentTokenCount").asLong());
    breaches.expect(
        "usage total", input + Breaches.output(usage), told.path("totalTokenCount").asLong(-1));
  }

  @Override
  public List<String> stream(Told told, List<SseEvent> events) {
    var breaches = new Breaches();
    Map<Integer, Parts> candidates = new TreeMap<>();
    JsonNode usage = MissingNode.getInstance();
    JsonNode error = MissingNode.getInstance();
    for (SseEvent event : events) {
      breaches.expect("event name", null, event.name());
      JsonNode chunk = JsonAssert.parse(event.data());
      breaches.expect("nothing after an error", false, error.isObject());
      if (!told.isOf(NAME)) {
        breaches.expect("nothing after the usage", true, usage.isMissingNode());
      }
      if (chunk.path("error").isObject()) {
        error = chunk;
      } else {
        usage = chunk.has("usageMetadata") ? chunk.path("usageMetadata") : usage;
        chunk(told, chunk, candidates, breaches);
      }
    }
    content(told, candidates, breaches);
    if (told.error() == null) {
      breaches.expect("no error", false, error.isObject());
      usage(told.usage(), usage, breaches);
      return breaches.found();
    }
    object(told.error(), error, breaches);
    candidates.values().forEach(parts -> breaches.expect("no finish", 0, parts.finishes));
    return breaches.found();
  }

  @Override
  public List<String> error(ErrorInfo error, ErrorReply reply) {
    var breaches = new Breaches();
    JsonNode body = JsonAssert.parse(reply.body());
    if (error.getBody().startsWith("{")) {
      JsonNode own = JsonAssert.parse(error.getBody());
      if (own.at("/error/status").isTextual() && own.at("/error/code").isInt()) {
        breaches.expect("error status", error.getProviderStatus(), reply.status());
        breaches.same("error body", own, body);
        return breaches.found();
      }
    }
    breaches.expect("error status", word(error).code(), reply.status());
    object(error, body, breaches);
    return breaches.found();
  }

  private static void object(ErrorInfo error, JsonNode told, Breaches breaches) {
    Word word = word(error);
    breaches.fields("error envelope", told, Set.of("error"));
    breaches.fields("error", told.path("error"), Set.of("code", "message", "status", "details"));
    breaches.expect("error code", word.code(), told.at("/error/code").asInt());
    breaches.expect("error word", word.status(), told.at("/error/status").asText());
    breaches.expect("error message", error.getMessage(), told.at("/error/message").asText());
  }

  private static Word word(ErrorInfo error) {
    return Objects.requireNonNull(
        WORDS.get(ErrorKind.ofWireName(error.getKind())), error.getKind());
  }
}
