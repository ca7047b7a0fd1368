/** Providers that speak Anthropic's dialect. */
@NullMarked
package dev.sluice.provider.anthropic;

import org.jspecify.annotations.NullMarked;
