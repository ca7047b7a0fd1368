/** Classes of tokens and tiers with prices of their own: the ledger beside the provider's bill. */
@NullMarked
package dev.sluice.proofs.prices;

import org.jspecify.annotations.NullMarked;
