/** Embeddings of Google's Gemini API; no caller speaks them. */
@NullMarked
package dev.sluice.dialects.gemini.embeddings;

import org.jspecify.annotations.NullMarked;
