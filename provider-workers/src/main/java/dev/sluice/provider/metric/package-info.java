/** The figures of the role, by name, declared in one place. */
@NullMarked
package dev.sluice.provider.metric;

import org.jspecify.annotations.NullMarked;
