/**
 * The floor: the same way through Kafka that a request takes in Sluice, with nothing done on it.
 * Bytes go from HTTP to {@code floor.requests}, are copied to {@code floor.dispatch}, are sent to
 * the provider, come back over {@code floor.replies} and leave as HTTP. Nothing is parsed, decided,
 * counted or kept. What Sluice needs beyond this is its own; what this needs is Kafka's.
 *
 * <p>Threads: an event loop for the callers and the provider; one consumer thread each for the hop
 * that copies, the calls, and the replies. A burst of records wakes an event loop once.
 */
@NullMarked
package dev.sluice.bench.floor;

import org.jspecify.annotations.NullMarked;
