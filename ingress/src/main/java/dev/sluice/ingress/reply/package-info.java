/**
 * How replies find their callers: the consumer of this instance's partitions, the table of open
 * exchanges, and the pure state machine that puts the frames of a reply in order and follows one
 * attempt.
 *
 * <p>The consumer has a thread of its own; it hands frames over in one wake-up per event loop and
 * burst.
 */
@NullMarked
package dev.sluice.ingress.reply;

import org.jspecify.annotations.NullMarked;
