/**
 * OpenAI's chat completions on the wire: replies, chunks, usage and errors. Immutable, any thread.
 */
@NullMarked
package dev.sluice.simulator.dialect.openai;

import org.jspecify.annotations.NullMarked;
