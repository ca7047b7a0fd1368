/**
 * The load generator: HTTP/1.1 calls over plain non-blocking sockets, one thread and no garbage a
 * call, since it shares its cores with what it measures.
 *
 * <p>{@link dev.sluice.bench.load.ClosedLoad} keeps each connection busy with one call at a time;
 * {@link dev.sluice.bench.load.OpenLoad} calls at a fixed rate whatever the answers do and measures
 * from the moment a call was due, so that a stalled gateway cannot hide the calls that it kept from
 * being made; {@link dev.sluice.bench.load.StreamLoad} reads event streams whose pieces tell when
 * they were written.
 *
 * <p>Threads: a load runs on the thread that calls it; the open one has a second thread that only
 * sends. All times are of {@link System#nanoTime()}, which on Linux is one clock for all processes.
 */
@NullMarked
package dev.sluice.bench.load;

import org.jspecify.annotations.NullMarked;
