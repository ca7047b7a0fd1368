/** Cohere's reranking, version 2, as a provider speaks it. */
@NullMarked
package dev.sluice.dialects.cohere.rerank;

import org.jspecify.annotations.NullMarked;
