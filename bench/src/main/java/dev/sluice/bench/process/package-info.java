/**
 * The processes that a run starts: how they are started, watched and stopped, what they cost (from
 * {@code /proc}), and what machine they run on. Only processes that this package started are ever
 * stopped.
 */
@NullMarked
package dev.sluice.bench.process;

import org.jspecify.annotations.NullMarked;
