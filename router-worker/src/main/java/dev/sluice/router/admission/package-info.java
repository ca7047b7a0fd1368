/**
 * Whether an attempt may be made: balances of accounts, and the place where limits and budgets say
 * no. Pure; used by the thread that owns the partition.
 */
@NullMarked
package dev.sluice.router.admission;

import org.jspecify.annotations.NullMarked;
