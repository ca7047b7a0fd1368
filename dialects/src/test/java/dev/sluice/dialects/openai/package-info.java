/** Tests of the OpenAI dialect. */
@NullMarked
package dev.sluice.dialects.openai;

import org.jspecify.annotations.NullMarked;
