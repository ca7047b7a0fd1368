/** The state of the routers beside the fold of their decision log. */
@NullMarked
package dev.sluice.proofs.fold;

import org.jspecify.annotations.NullMarked;
