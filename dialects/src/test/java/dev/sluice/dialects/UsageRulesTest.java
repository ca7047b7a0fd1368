package dev.sluice.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Who counts which tokens where: one test for each rule by which a provider's usage becomes classes
 * that do not overlap.
 */
final class UsageRulesTest {
  private TokenUsage usage = new TokenUsage();

  @AfterEach
  void shouldBeWhatTheProviderTold() {
    assertThat(usage.getSource()).isEqualTo(UsageSource.PROVIDER);
  }

  @Test
  void shouldTakeCachedTokensOutOfOpenAisPrompt() {
    usage =
        openAi(
            "openai",
            """
            {"prompt_tokens": 100, "completion_tokens": 7, "total_tokens": 107,
             "prompt_tokens_details": {"cached_tokens": 60}}\
            """);

    assertThat(usage.getInput()).isEqualTo(40);
    assertThat(usage.getCachedInput()).isEqualTo(60);
    assertThat(usage.getOutput()).isEqualTo(7);
  }

  @Test
  void shouldTakeWritesToTheCacheOutOfOpenAisPrompt() {
    usage =
        openAi(
            "openai",
            """
            {"prompt_tokens": 100, "completion_tokens": 7, "total_tokens": 107,
             "prompt_tokens_details": {"cached_tokens": 30, "cache_write_tokens": 50}}\
            """);

    assertThat(usage.getInput()).isEqualTo(20);
    assertThat(usage.getCachedInput()).isEqualTo(30);
    assertThat(usage.getCacheWrite()).isEqualTo(50);
  }

  @Test
  void shouldTakeReasoningOutOfOpenAisCompletion() {
    usage =
        openAi(
            "openai",
            """
            {"prompt_tokens": 10, "completion_tokens": 90, "total_tokens": 100,
             "completion_tokens_details": {"reasoning_tokens": 64}}\
            """);

    assertThat(usage.getReasoning()).isEqualTo(64);
    assertThat(usage.getOutput()).isEqualTo(26);
  }

  @Test
  void shouldTellAudioApartAtOpenAi() {
    usage =
        openAi(
            "openai",
            """
            {"prompt_tokens": 50, "completion_tokens": 40, "total_tokens": 90,
             "prompt_tokens_details": {"audio_tokens": 20},
             "completion_tokens_details": {"audio_tokens": 30}}\
            """);

    assertThat(usage.getAudioInput()).isEqualTo(20);
    assertThat(usage.getInput()).isEqualTo(30);
    assertThat(usage.getAudioOutput()).isEqualTo(30);
    assertThat(usage.getOutput()).isEqualTo(10);
  }

  @Test
  void shouldLeaveAnthropicsInputWithoutWhatTheCacheHas() {
    usage =
        anthropic(
            """
            {"input_tokens": 5, "cache_read_input_tokens": 70,
             "cache_creation_input_tokens": 30, "output_tokens": 9}\
            """);

    assertThat(usage.getInput()).isEqualTo(5);
    assertThat(usage.getCachedInput()).isEqualTo(70);
    assertThat(usage.getCacheWrite()).isEqualTo(30);
    assertThat(usage.getOutput()).isEqualTo(9);
  }

  @Test
  void shouldTellAnthropicsWritesForAnHourApart() {
    usage =
        anthropic(
            """
            {"input_tokens": 5, "cache_creation_input_tokens": 30, "output_tokens": 9,
             "cache_creation": {"ephemeral_5m_input_tokens": 10, "ephemeral_1h_input_tokens": 20}}\
            """);

    assertThat(usage.getCacheWrite()).isEqualTo(10);
    assertThat(usage.getCacheWrite1h()).isEqualTo(20);
  }

  @Test
  void shouldTakeThinkingOutOfAnthropicsOutput() {
    usage =
        anthropic(
            """
            {"input_tokens": 5, "output_tokens": 90, "output_tokens_details": {"thinking_tokens": 60}}\
            """);

    assertThat(usage.getReasoning()).isEqualTo(60);
    assertThat(usage.getOutput()).isEqualTo(30);
  }

  @Test
  void shouldTakeCachedContentOutOfGeminisPrompt() {
    usage =
        gemini(
            """
            {"promptTokenCount": 100, "cachedContentTokenCount": 80, "candidatesTokenCount": 7,
             "totalTokenCount": 107}\
            """);

    assertThat(usage.getInput()).isEqualTo(20);
    assertThat(usage.getCachedInput()).isEqualTo(80);
  }

  @Test
  void shouldAddGeminisThoughtsToWhatTheCandidatesHave() {
    usage =
        gemini(
            """
            {"promptTokenCount": 10, "candidatesTokenCount": 7, "thoughtsTokenCount": 50,
             "totalTokenCount": 67}\
            """);

    assertThat(usage.getOutput()).isEqualTo(7);
    assertThat(usage.getReasoning()).isEqualTo(50);
  }

  @Test
  void shouldCountWhatGeminisToolsPutIntoThePromptAsInput() {
    usage =
        gemini(
            """
            {"promptTokenCount": 10, "toolUsePromptTokenCount": 40, "candidatesTokenCount": 7,
             "totalTokenCount": 57}\
            """);

    assertThat(usage.getInput()).isEqualTo(50);
  }

  @Test
  void shouldFindTheThinkingThatGeminisOpenAiSurfaceHidesInTheTotal() {
    usage =
        openAi(
            "google-gemini-openai",
            """
            {"prompt_tokens": 10, "completion_tokens": 7, "total_tokens": 67}\
            """);

    assertThat(usage.getOutput()).isEqualTo(7);
    assertThat(usage.getReasoning()).isEqualTo(50);
  }

  @Test
  void shouldAddXaisReasoningToItsCompletion() {
    usage =
        openAi(
            "xai",
            """
            {"prompt_tokens": 10, "completion_tokens": 7, "total_tokens": 67,
             "completion_tokens_details": {"reasoning_tokens": 50}}\
            """);

    assertThat(usage.getOutput()).isEqualTo(7);
    assertThat(usage.getReasoning()).isEqualTo(50);
  }

  @Test
  void shouldLeaveBedrocksInputWithoutWhatTheCacheHas() {
    usage =
        usage(
            "bedrock",
            "bedrock",
            """
            {"output": {"message": {"role": "assistant", "content": [{"text": "Hi"}]}},
             "stopReason": "end_turn",
             "usage": {"inputTokens": 5, "outputTokens": 9, "totalTokens": 114,
               "cacheReadInputTokens": 70, "cacheWriteInputTokens": 30,
               "cacheReadInputTokenCount": 70, "cacheWriteInputTokenCount": 30}}\
            """);

    assertThat(usage.getInput()).isEqualTo(5);
    assertThat(usage.getCachedInput()).isEqualTo(70);
    assertThat(usage.getCacheWrite()).isEqualTo(30);
    assertThat(usage.getOutput()).isEqualTo(9);
  }

  @Test
  void shouldCountWhatCohereBillsAndNotWhatItsModelSaw() {
    usage =
        usage(
            "cohere",
            "cohere",
            """
            {"id": "r", "finish_reason": "COMPLETE",
             "message": {"role": "assistant", "content": [{"type": "text", "text": "Hi"}]},
             "usage": {"billed_units": {"input_tokens": 12, "output_tokens": 3},
               "tokens": {"input_tokens": 512, "output_tokens": 20}}}\
            """);

    assertThat(usage.getInput()).isEqualTo(12);
    assertThat(usage.getOutput()).isEqualTo(3);
  }

  @Test
  void shouldTakeDeepSeeksHitsOutOfItsPrompt() {
    usage =
        openAi(
            "deepseek",
            """
            {"prompt_tokens": 100, "completion_tokens": 7, "total_tokens": 107,
             "prompt_cache_hit_tokens": 64, "prompt_cache_miss_tokens": 36}\
            """);

    assertThat(usage.getInput()).isEqualTo(36);
    assertThat(usage.getCachedInput()).isEqualTo(64);
  }

  @Test
  void shouldNotFallBelowNothingWhereOpenRoutersReasoningExceedsItsCompletion() {
    usage =
        openAi(
            "openrouter",
            """
            {"prompt_tokens": 20, "completion_tokens": 10, "total_tokens": 30, "cost": 0.0025,
             "completion_tokens_details": {"reasoning_tokens": 11}}\
            """);

    assertThat(usage.getOutput()).isZero();
    assertThat(usage.getReasoning()).isEqualTo(10);
    assertThat(usage.getReportedCostNanoUsd()).isEqualTo(2_500_000);
  }

  @Test
  void shouldNotKnowThePromptThatOllamaDidNotCount() {
    usage =
        usage(
            "ollama",
            "ollama-native",
            """
            {"message": {"role": "assistant", "content": "Hi"}, "done": true, "eval_count": 2}\
            """);

    assertThat(usage.getInput()).isNull();
    assertThat(usage.getOutput()).isEqualTo(2);
  }

  private static TokenUsage openAi(String provider, String told) {
    return usage(
        "openai",
        provider,
        """
        {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0,
         "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}], "usage": %s}\
        """
            .formatted(told));
  }

  private static TokenUsage anthropic(String told) {
    return usage(
        "anthropic",
        "anthropic",
        """
        {"id": "m", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn",
         "content": [{"type": "text", "text": "Hi"}], "usage": %s}\
        """
            .formatted(told));
  }

  private static TokenUsage gemini(String told) {
    return usage(
        "gemini",
        "google",
        """
        {"candidates": [{"content": {"role": "model", "parts": [{"text": "Hi"}]},
         "finishReason": "STOP"}], "usageMetadata": %s}\
        """
            .formatted(told));
  }

  private static TokenUsage usage(String dialect, String provider, String body) {
    ProviderReply reply =
        Dialects.provider(dialect)
            .orElseThrow()
            .reply(
                new ProviderCall("m", provider, null, false), 200, Map.of(), body.getBytes(UTF_8));
    return Objects.requireNonNull(((ProviderReply.Succeeded) reply).reply().getUsage());
  }
}
