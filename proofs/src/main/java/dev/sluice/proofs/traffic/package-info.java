/** Callers: mixed requests over plain HTTP, so that they can hang up where they like. */
@NullMarked
package dev.sluice.proofs.traffic;

import org.jspecify.annotations.NullMarked;
