/**
 * The router alone: one hot account on one partition, a broker and a router as processes of their
 * own, and nobody who calls a provider.
 */
@NullMarked
package dev.sluice.bench.admission;

import org.jspecify.annotations.NullMarked;
