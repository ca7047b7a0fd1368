/**
 * Money and prices: what an attempt costs, exactly.
 *
 * <p>Money is a whole number of nano-dollars ({@link dev.sluice.schemas.money.NanoDollars}). Rates
 * are exact decimals in USD per million tokens ({@link dev.sluice.schemas.money.Rate}). {@link
 * dev.sluice.schemas.money.Pricer} sums the token classes of an attempt exactly and rounds once,
 * up, to the nano-dollar. A {@link dev.sluice.schemas.money.PriceBook} is a version of all prices;
 * a version never changes its meaning, so whoever prices by the same version gets the same cost.
 *
 * <p>Everything here is pure and safe for any thread. The built-in catalogue is read from the class
 * path at its first use.
 */
@NullMarked
package dev.sluice.schemas.money;

import org.jspecify.annotations.NullMarked;
