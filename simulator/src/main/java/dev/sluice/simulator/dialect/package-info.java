/**
 * Reading a chat call and putting an answer into words: what both wire dialects have in common.
 *
 * <p>Objects here are confined to one call or immutable; readers are used by one event loop.
 */
@NullMarked
package dev.sluice.simulator.dialect;

import org.jspecify.annotations.NullMarked;
