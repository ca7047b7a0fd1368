/** Cohere's chat on the wire: replies, events, usage, errors and rules. Immutable, any thread. */
@NullMarked
package dev.sluice.simulator.dialect.cohere;

import org.jspecify.annotations.NullMarked;
