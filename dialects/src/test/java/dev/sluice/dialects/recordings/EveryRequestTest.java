package dev.sluice.dialects.recordings;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.Recordings;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.recordings.RecordedRequest.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded request that has words in OpenAI's or Anthropic's dialect: a caller says it, and
 * what is sent is what was recorded, in meaning.
 */
final class EveryRequestTest {
  /** APIs whose requests no chat can be. */
  private static final Map<String, String> NO_CHAT =
      Map.of(
          "openai-embeddings", "embeddings, see VectorRecordingsTest",
          "mistral-embeddings", "embeddings, see VectorRecordingsTest",
          "voyage-embeddings", "embeddings, see VectorRecordingsTest",
          "cohere-v2-embed", "embeddings, see VectorRecordingsTest",
          "gemini-embedContent", "embeddings, see VectorRecordingsTest",
          "cohere-v2-rerank", "reranking, see VectorRecordingsTest",
          "anthropic-count-tokens", "counted without a provider, see OtherApis",
          "openai-completions", "asks for suffix and logprobs, see OtherApis",
          "bedrock-invoke-stream", "InvokeModel: Bedrock is called over Converse");

  /** Requests that neither dialect has words for, or that mean another thing in them, and why. */
  private static final Map<String, String> WITHOUT_WORDS =
      new TreeMap<>(
          Map.ofEntries(
              entry(
                  "google-gemini__gemini-generateContent__cache-read__01",
                  "cachedContent: contents that were kept are refused"),
              entry("google-gemini__gemini-generateContent__error-403-auth__01", "safetySettings"),
              entry(
                  "google-gemini__gemini-generateContent__parallel-tools__02",
                  "toolConfig with a choice that only Gemini has"),
              entry("google-gemini__gemini-generateContent__safety-block__01", "safetySettings"),
              entry("google-gemini__gemini-generateContent__video__01", "video"),
              entry(
                  "google-gemini__gemini-generateContent__web-search__01",
                  "a tool of Google's own"),
              entry(
                  "google-gemini__gemini-streamGenerateContent__stream-json-array__01",
                  "safetySettings"),
              entry("google-vertex__gemini-generateContent__safety-block__02", "modelArmorConfig"),
              entry(
                  "openai__openai-chat-completions__error-400-invalid-request__02",
                  "no messages: refused here as it was there"),
              entry(
                  "openai__openai-responses__parallel-tools__01",
                  "strict is left out: true in responses, false in chats"),
              entry(
                  "openai__openai-responses__tool-call__01",
                  "strict is left out: true in responses, false in chats"),
              entry(
                  "openai__openai-responses__tool-result__01",
                  "strict is left out: true in responses, false in chats")));

  static Stream<Exchange> requests() {
    return Recordings.all().stream()
        .filter(exchange -> exchange.request().isObject())
        .filter(exchange -> !NO_CHAT.containsKey(exchange.api()));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldBeSentAsRecorded(Exchange exchange) {
    Outcome outcome = new RecordedRequest(exchange).play();

    if (WITHOUT_WORDS.containsKey(exchange.name())) {
      assertThat(outcome).isNotInstanceOf(Outcome.Same.class);
    } else {
      assertThat(outcome).isInstanceOf(Outcome.Same.class);
    }
  }

  /** Each request is compared, or named with the reason why not. */
  @Test
  void shouldNameEachThatIsNotCompared() {
    List<String> all =
        Recordings.all().stream()
            .filter(exchange -> exchange.request().isObject())
            .map(Exchange::name)
            .toList();
    List<String> compared =
        requests().map(Exchange::name).filter(name -> !WITHOUT_WORDS.containsKey(name)).toList();
    List<String> otherwise =
        all.stream()
            .filter(
                name -> NO_CHAT.keySet().stream().anyMatch(api -> name.contains("__" + api + "__")))
            .toList();

    assertThat(all).containsAll(WITHOUT_WORDS.keySet());
    assertThat(NO_CHAT.keySet())
        .allMatch(api -> otherwise.stream().anyMatch(name -> name.contains("__" + api + "__")));
    assertThat(compared.size() + WITHOUT_WORDS.size() + otherwise.size()).isEqualTo(all.size());
  }
}
