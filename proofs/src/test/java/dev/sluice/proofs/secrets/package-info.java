/** Looks for secrets wherever a run of the gateway leaves something. */
@NullMarked
package dev.sluice.proofs.secrets;

import org.jspecify.annotations.NullMarked;
