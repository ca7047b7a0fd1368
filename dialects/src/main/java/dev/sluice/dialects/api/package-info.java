/**
 * What the roles call: the two sides of a dialect and the values that pass between. A {@link
 * dev.sluice.dialects.api.ClientDialect} is spoken by a caller, a {@link
 * dev.sluice.dialects.api.ProviderDialect} by a provider; the canonical form lies between.
 *
 * <p>Dialects have no state and may be shared by threads; stream readers and writers belong to one
 * stream and one thread. Bad input is a value, never an exception.
 */
@NullMarked
package dev.sluice.dialects.api;

import org.jspecify.annotations.NullMarked;
