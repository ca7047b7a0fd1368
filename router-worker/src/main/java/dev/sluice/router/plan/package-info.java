/**
 * From the model that a caller names to the chain of deployments that are tried for it. Pure over
 * an immutable configuration; safe for any thread.
 */
@NullMarked
package dev.sluice.router.plan;

import org.jspecify.annotations.NullMarked;
