/**
 * The provider worker: takes dispatches, calls providers, streams replies back and tells what
 * became of every attempt. The only role that sees credentials. Decides no routing and never
 * repeats a call by itself.
 *
 * <p>Threads: one per share consumer ({@code consume}), one follower of cancels ({@code cancel}),
 * one lease thread ({@code lease}), and the event loops of {@code http}, on which every call runs
 * from its beginning to its end.
 */
@NullMarked
package dev.sluice.provider;

import org.jspecify.annotations.NullMarked;
