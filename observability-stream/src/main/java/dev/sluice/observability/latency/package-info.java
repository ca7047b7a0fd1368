/**
 * Latency, time to first token, errors and tokens of a deployment by minute.
 *
 * <p>Latency is that of attempts which succeeded; the others are told apart by the kind of their
 * error, since a quick refusal and a timeout say nothing about how fast a deployment answers. Time
 * to first token counts wherever there was one. The minute is that of the append time of the
 * outcome, which all partitions share. Sketches have a relative error of 1 %.
 */
@NullMarked
package dev.sluice.observability.latency;

import org.jspecify.annotations.NullMarked;
