/** Google's Gemini API on the wire: replies, chunks, usage and errors. Immutable, any thread. */
@NullMarked
package dev.sluice.simulator.dialect.gemini;

import org.jspecify.annotations.NullMarked;
