/**
 * From bytes to records: skips what a topic holds for others by its leading enum alone, and wraps
 * what cannot be read for the topic {@code undecodable}. One stream thread per object.
 */
@NullMarked
package dev.sluice.observability.intake;

import org.jspecify.annotations.NullMarked;
