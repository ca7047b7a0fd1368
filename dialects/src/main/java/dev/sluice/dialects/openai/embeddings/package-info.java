/** OpenAI's embeddings, and those of the vendors that speak its dialect, from both sides. */
@NullMarked
package dev.sluice.dialects.openai.embeddings;

import org.jspecify.annotations.NullMarked;
