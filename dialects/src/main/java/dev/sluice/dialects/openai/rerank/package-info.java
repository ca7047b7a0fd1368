/**
 * Reranking as callers speak it, in the shape that Cohere and Jina gave it, and as the vendors of
 * OpenAI's dialect do that have it. OpenAI itself has none; the errors are in its words.
 */
@NullMarked
package dev.sluice.dialects.openai.rerank;

import org.jspecify.annotations.NullMarked;
