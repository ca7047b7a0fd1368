/**
 * Seeded noise against what reads from outside: the HTTP surface and the bytes in topics. A failure
 * names its seed, which makes it again.
 */
@NullMarked
package dev.sluice.proofs.fuzz;

import org.jspecify.annotations.NullMarked;
