package dev.sluice.simulator.playback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.simulator.bill.Tokens;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import software.amazon.eventstream.Message;

/** Reads what a recorded answer says that it cost. */
final class RecordedUsage {

  private static final String ANTHROPIC = "anthropic-messages";
  private static final String RESPONSES = "openai-responses";
  private static final String GEMINI = "gemini-";
  private static final String BEDROCK = "bedrock-";
  private static final String GEMINI_USAGE = "usageMetadata";
  private static final String DATA = "data:";

  private RecordedUsage() {}

  /** The usage in a body of one piece. */
  static Optional<Tokens> ofBody(String api, JsonNode body) {
    return of(api, body.path(api.startsWith(GEMINI) ? GEMINI_USAGE : "usage"));
  }

  /** The usage in a stream: the last one stated, for Anthropic completed by the first. */
  static Optional<Tokens> ofEvents(String api, List<Buffer> events) {
    JsonNode first = MissingNode.getInstance();
    JsonNode last = MissingNode.getInstance();
    for (Buffer event : events) {
      JsonNode data = api.startsWith(BEDROCK) ? payload(event) : data(event);
      if (data.path("message").path("usage").isObject()) {
        first = data.path("message").path("usage");
      }
      String field = api.startsWith(GEMINI) ? GEMINI_USAGE : "usage";
      JsonNode holder = api.equals(RESPONSES) ? data.path("response") : data;
      if (holder.path(field).isObject()) {
        last = holder.path(field);
      }
    }
    if (!api.equals(ANTHROPIC)) {
      return of(api, last);
    }
    if (!first.isObject()) {
      return Optional.empty();
    }
    Tokens start = anthropic(first);
    return Optional.of(
        last.isObject()
            ? start.withCompletion(anthropic(last).output(), anthropic(last).reasoning())
            : start);
  }

  private static JsonNode data(Buffer event) {
    for (String line : event.toString(StandardCharsets.UTF_8).lines().toList()) {
      if (line.startsWith(DATA)) {
        return CanonicalJson.parse(line.substring(DATA.length()).getBytes(StandardCharsets.UTF_8))
            .orElseGet(MissingNode::getInstance);
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode payload(Buffer message) {
    byte[] payload = Message.decode(ByteBuffer.wrap(message.getBytes())).getPayload();
    return CanonicalJson.parse(payload).orElseGet(MissingNode::getInstance);
  }

  private static Optional<Tokens> of(String api, JsonNode usage) {
    if (!usage.isObject()) {
      return Optional.empty();
    }
    if (api.startsWith(GEMINI)) {
      return Optional.of(gemini(usage));
    }
    if (api.startsWith(BEDROCK)) {
      return Optional.of(bedrock(usage));
    }
    if (api.equals(RESPONSES)) {
      return Optional.of(openai(usage, "input_tokens", "output_tokens"));
    }
    return Optional.of(
        api.equals(ANTHROPIC)
            ? anthropic(usage)
            : openai(usage, "prompt_tokens", "completion_tokens"));
  }

  private static Tokens gemini(JsonNode usage) {
    int cached = usage.path("cachedContentTokenCount").asInt();
    int audio = 0;
    for (JsonNode detail : usage.path("promptTokensDetails")) {
      audio +=
          detail.path("modality").asText().equals("AUDIO") ? detail.path("tokenCount").asInt() : 0;
    }
    int all =
        usage.path("promptTokenCount").asInt() + usage.path("toolUsePromptTokenCount").asInt();
    return new Tokens(
        Math.max(0, all - cached - audio),
        cached,
        0,
        audio,
        usage.path("candidatesTokenCount").asInt(),
        usage.path("thoughtsTokenCount").asInt());
  }

  private static Tokens bedrock(JsonNode usage) {
    return new Tokens(
        usage.path("inputTokens").asInt(),
        usage.path("cacheReadInputTokens").asInt(),
        usage.path("cacheWriteInputTokens").asInt(),
        0,
        usage.path("outputTokens").asInt(),
        0);
  }

  private static Tokens anthropic(JsonNode usage) {
    int output = usage.path("output_tokens").asInt();
    int thinking = usage.path("output_tokens_details").path("thinking_tokens").asInt();
    int shown = Math.max(0, output - thinking);
    int hour = usage.path("cache_creation").path("ephemeral_1h_input_tokens").asInt();
    return new Tokens(
        usage.path("input_tokens").asInt(),
        usage.path("cache_read_input_tokens").asInt(),
        usage.path("cache_creation_input_tokens").asInt() - hour,
        hour,
        0,
        shown,
        output - shown);
  }

  private static Tokens openai(JsonNode usage, String in, String out) {
    JsonNode prompt = usage.path(in + "_details");
    JsonNode completion = usage.path(out + "_details");
    int cached = prompt.path("cached_tokens").asInt();
    int cacheWrite = prompt.path("cache_write_tokens").asInt();
    int audio = prompt.path("audio_tokens").asInt();
    int all = usage.path(in).asInt();
    int generated = usage.path(out).asInt();
    int reasoning = Math.min(generated, completion.path("reasoning_tokens").asInt());
    return new Tokens(
        Math.max(0, all - cached - cacheWrite - audio),
        cached,
        cacheWrite,
        audio,
        generated - reasoning,
        reasoning);
  }
}
