/** Providers that speak OpenAI's dialect, OpenAI itself and every compatible API. */
@NullMarked
package dev.sluice.provider.openai;

import org.jspecify.annotations.NullMarked;
