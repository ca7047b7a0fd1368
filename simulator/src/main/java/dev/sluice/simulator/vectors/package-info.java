/**
 * Embeddings and rerankings: deterministic vectors from the text, scores from shared words, in the
 * words of each provider.
 */
@NullMarked
package dev.sluice.simulator.vectors;

import org.jspecify.annotations.NullMarked;
