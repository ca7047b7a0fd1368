/**
 * Cost-stream: turns finished attempts into the ledger and adds up spend.
 *
 * <p>One Kafka Streams application, exactly once (version 2). Per partition of {@code attempts} one
 * task reads that partition and the same partition of {@code decisions}, on one stream thread:
 *
 * <ul>
 *   <li>{@link dev.sluice.cost.ledger}: each attempt once, priced, to {@code spend.entries};
 *   <li>{@link dev.sluice.cost.spend}: added up by scope, month, day and hour, to {@code
 *       spend.monthly}, {@code spend.daily} and {@code spend.hourly};
 *   <li>{@link dev.sluice.cost.check}: compared with what the router settled.
 * </ul>
 *
 * <p><b>Delivery.</b> Entries, dead letters, upserts, stores and input offsets are committed in one
 * transaction, so readers of committed records see one entry per attempt, whatever crashes. An
 * upsert of a window follows its entries within a second; one that a crash kept back is sent at the
 * next start. The comparison with the router and all meters live in memory: a crash may count an
 * attempt twice there, and never in the ledger.
 *
 * <p>The role works in its own threads: a supervisor that starts and restarts Kafka Streams, the
 * stream thread, the follower of the configuration and the admin port.
 */
@NullMarked
package dev.sluice.cost;

import org.jspecify.annotations.NullMarked;
