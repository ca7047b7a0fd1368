/** How soon every node goes by a changed key or budget. */
@NullMarked
package dev.sluice.proofs.revocation;

import org.jspecify.annotations.NullMarked;
