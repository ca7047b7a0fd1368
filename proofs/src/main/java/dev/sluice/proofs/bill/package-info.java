/**
 * The provider's bill beside our ledger: the judge of every proof about money. Pure but for the two
 * readers.
 */
@NullMarked
package dev.sluice.proofs.bill;

import org.jspecify.annotations.NullMarked;
