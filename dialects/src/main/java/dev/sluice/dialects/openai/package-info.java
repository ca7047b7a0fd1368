/**
 * OpenAI's chat completions, as OpenAI and the many vendors that speak it do. What the canonical
 * form does not know of a request, reply or chunk travels through as it was.
 *
 * <p>Facades have no state; readers and writers of one document or one stream belong to one thread.
 */
@NullMarked
package dev.sluice.dialects.openai;

import org.jspecify.annotations.NullMarked;
