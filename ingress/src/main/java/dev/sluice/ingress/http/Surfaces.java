package dev.sluice.ingress.http;

import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.gemini.GeminiDialect;
import dev.sluice.dialects.openai.OpenAiDialect;

/**
 * All APIs that callers find here.
 *
 * @param chat OpenAI's chat completions; also speaks where nobody knows what a caller speaks
 * @param messages Anthropic's messages
 * @param generateContent Google's Gemini API
 */
public record Surfaces(Surface chat, Surface messages, Surface generateContent) {
  /** All that there are. */
  public static Surfaces all(CanonicalCodec canonical) {
    return new Surfaces(
        Surface.of("chat_completions", new OpenAiDialect(), canonical),
        Surface.of("messages", new AnthropicDialect(), canonical),
        Surface.of("generate_content", new GeminiDialect(), canonical));
  }
}
