/** Nothing accepted is lost when processes die. */
@NullMarked
package dev.sluice.proofs.crash;

import org.jspecify.annotations.NullMarked;
