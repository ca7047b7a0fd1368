/**
 * The ingress role: takes callers' HTTP requests, publishes them to the log and answers with the
 * reply frames that come back.
 *
 * <p>Threads: Vert.x event loops own the open exchanges and never block; one thread sends requests,
 * one sends cancels and deliveries, one polls replies. Parsing of large bodies has a small bounded
 * pool.
 */
@NullMarked
package dev.sluice.ingress;

import org.jspecify.annotations.NullMarked;
