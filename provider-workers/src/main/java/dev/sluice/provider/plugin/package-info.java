/** Providers that others wrote, loaded from jars. */
@NullMarked
package dev.sluice.provider.plugin;

import org.jspecify.annotations.NullMarked;
