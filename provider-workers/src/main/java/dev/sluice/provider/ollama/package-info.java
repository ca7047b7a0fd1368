/** Providers that speak Ollama's dialect. */
@NullMarked
package dev.sluice.provider.ollama;

import org.jspecify.annotations.NullMarked;
