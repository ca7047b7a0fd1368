/** Roles as processes of their own: started, stopped, killed, paused. */
@NullMarked
package dev.sluice.proofs.process;

import org.jspecify.annotations.NullMarked;
