/**
 * The hand-over: dispatches are taken from the topics only while there are free slots, told on
 * {@code attempts}, begun, and acknowledged within milliseconds. A dispatch is never held.
 *
 * <p>One thread for interactive and one for batch dispatches; each owns its consumer. Invariants: a
 * dispatch that was delivered before is not called; a record is acknowledged only when what it
 * became (STARTED, or a fallback) is in the log.
 */
@NullMarked
package dev.sluice.provider.consume;

import org.jspecify.annotations.NullMarked;
