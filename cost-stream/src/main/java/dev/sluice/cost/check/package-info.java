/**
 * Compares the ledger with the balances of the router. Both price each attempt by themselves, with
 * the same pricer and the same version, so they have to agree; where they do not, one of them has a
 * fault that somebody must know of.
 *
 * <p>The router's side is its log: settlements and write-offs, those behind a newer owner epoch
 * left out. Halves wait in memory for each other, normally for milliseconds; there is nothing to
 * restore and nothing is written per attempt. What was half seen when a task stopped can't be
 * compared by its successor, which therefore does not call the other half missing.
 */
@NullMarked
package dev.sluice.cost.check;

import org.jspecify.annotations.NullMarked;
