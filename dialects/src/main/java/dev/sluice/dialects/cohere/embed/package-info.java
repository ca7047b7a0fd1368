/** Cohere's embeddings, version 2; no caller speaks them. */
@NullMarked
package dev.sluice.dialects.cohere.embed;

import org.jspecify.annotations.NullMarked;
