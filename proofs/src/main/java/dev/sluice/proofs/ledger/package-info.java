/** The ledger equals the bill. */
@NullMarked
package dev.sluice.proofs.ledger;

import org.jspecify.annotations.NullMarked;
