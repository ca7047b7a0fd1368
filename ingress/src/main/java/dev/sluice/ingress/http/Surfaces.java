package dev.sluice.ingress.http;

import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.completions.CompletionsDialect;
import dev.sluice.dialects.gemini.GeminiDialect;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.openai.embeddings.EmbeddingsCaller;
import dev.sluice.dialects.openai.rerank.RerankCaller;
import dev.sluice.dialects.responses.ResponsesDialect;

/**
 * All APIs that callers find here.
 *
 * @param chat OpenAI's chat completions; also speaks where nobody knows what a caller speaks
 * @param responses OpenAI's responses
 * @param completions OpenAI's completions of before there were chats
 * @param messages Anthropic's messages
 * @param generateContent Google's Gemini API
 * @param embeddings OpenAI's embeddings
 * @param rerank reranking in the shape of Cohere and Jina
 */
public record Surfaces(
    Surface chat,
    Surface responses,
    Surface completions,
    Surface messages,
    Surface generateContent,
    Surface embeddings,
    Surface rerank) {
  /** All that there are. */
  public static Surfaces all(CanonicalCodec canonical) {
    return new Surfaces(
        Surface.of("chat_completions", new OpenAiDialect(), canonical),
        Surface.of("responses", new ResponsesDialect(), canonical),
        Surface.of("completions", new CompletionsDialect(), canonical),
        Surface.of("messages", new AnthropicDialect(), canonical),
        Surface.of("generate_content", new GeminiDialect(), canonical),
        Surface.of("embeddings", new EmbeddingsCaller(), canonical),
        Surface.of("rerank", new RerankCaller(), canonical));
  }
}
