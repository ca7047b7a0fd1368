/**
 * The log of the router and the state that is its fold. Pure: no Kafka client, no clock, no thread
 * of its own. Each state belongs to the one thread that owns its partition.
 */
@NullMarked
package dev.sluice.router.decision;

import org.jspecify.annotations.NullMarked;
