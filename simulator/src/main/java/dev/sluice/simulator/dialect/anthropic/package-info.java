/** Anthropic's Messages on the wire: replies, events, usage and errors. Immutable, any thread. */
@NullMarked
package dev.sluice.simulator.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
