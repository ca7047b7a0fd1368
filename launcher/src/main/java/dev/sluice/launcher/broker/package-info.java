/**
 * One Kafka node inside this process: broker and controller combined, in one data folder.
 *
 * <p>{@link dev.sluice.launcher.broker.EmbeddedBroker} is the whole public surface. Kafka's own
 * server classes, which may change in any release, are touched by {@code KraftNode} and {@code
 * SocketBinding} alone.
 *
 * <p>Threads: {@code start} and {@code close} block the caller (about a second) and belong neither
 * on an event loop nor on two threads at once. Everything else runs on threads that Kafka starts
 * itself.
 */
@NullMarked
package dev.sluice.launcher.broker;

import org.jspecify.annotations.NullMarked;
