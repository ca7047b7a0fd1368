/**
 * The one writer of configuration: commands become entries and audit lines. Runs on a Streams
 * thread.
 */
@NullMarked
package dev.sluice.router.control;

import org.jspecify.annotations.NullMarked;
