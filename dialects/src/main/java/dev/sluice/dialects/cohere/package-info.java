/**
 * Cohere's chat, version 2, as a provider speaks it. It is near to OpenAI's, but for the names of
 * parameters, the plan beside tool calls, the citations, and the usage, which tells what the model
 * saw and what is charged apart.
 *
 * <p>The facade has no state; readers and writers of one document or one stream belong to one
 * thread.
 */
@NullMarked
package dev.sluice.dialects.cohere;

import org.jspecify.annotations.NullMarked;
