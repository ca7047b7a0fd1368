/**
 * The ledger: each finished attempt once, priced by the version that its decision named. Everything
 * but the processor is pure; the processor belongs to one stream thread.
 */
@NullMarked
package dev.sluice.cost.ledger;

import org.jspecify.annotations.NullMarked;
