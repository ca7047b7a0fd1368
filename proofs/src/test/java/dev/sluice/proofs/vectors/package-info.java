/** Embeddings and rerankings through the whole pipeline. */
@NullMarked
package dev.sluice.proofs.vectors;

import org.jspecify.annotations.NullMarked;
