/** Many callers against budgets that are too small for them; the provider's bill is the judge. */
@NullMarked
package dev.sluice.proofs.storm;

import org.jspecify.annotations.NullMarked;
