/** Providers that speak the dialect of Google's Gemini API. */
@NullMarked
package dev.sluice.provider.gemini;

import org.jspecify.annotations.NullMarked;
