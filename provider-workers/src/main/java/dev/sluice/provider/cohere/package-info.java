/** Providers that speak Cohere's dialect. */
@NullMarked
package dev.sluice.provider.cohere;

import org.jspecify.annotations.NullMarked;
