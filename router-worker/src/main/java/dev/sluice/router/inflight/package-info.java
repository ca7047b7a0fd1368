/**
 * Accepted requests until their final outcome: their attempts, holds and deadlines, and the rules
 * that say what happens next. Pure; used by the thread that owns the partition.
 */
@NullMarked
package dev.sluice.router.inflight;

import org.jspecify.annotations.NullMarked;
