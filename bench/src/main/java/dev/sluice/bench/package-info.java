/**
 * The bench: puts load on Sluice, on the floor beneath it and on other gateways beside it, and
 * writes down what came of it. {@code bench/run} starts it.
 */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
