/**
 * Mistral's chat completions on the wire, which have OpenAI's shape and rules of their own.
 * Immutable, any thread.
 */
@NullMarked
package dev.sluice.simulator.dialect.mistral;

import org.jspecify.annotations.NullMarked;
