/**
 * How a call is to be treated: its pace, its size and what goes wrong with it, read from the
 * configuration, {@code x-sim-*} headers, the body's metadata and {@code [[sim ...]]} directives.
 *
 * <p>Pure, except the seeded draw, which counts calls and is safe for use by several event loops.
 */
@NullMarked
package dev.sluice.simulator.fault;

import org.jspecify.annotations.NullMarked;
