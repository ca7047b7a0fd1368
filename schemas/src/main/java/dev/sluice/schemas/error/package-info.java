/** The kinds of failure that cross a topic, free of any dialect. */
@NullMarked
package dev.sluice.schemas.error;

import org.jspecify.annotations.NullMarked;
