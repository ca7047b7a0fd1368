/**
 * The providers that this worker can call: address, credential, dialect. One line per type of
 * provider in {@code ProviderTypes}. Immutable snapshots, replaced when the configuration changes;
 * any thread may look one up.
 */
@NullMarked
package dev.sluice.provider.catalog;

import org.jspecify.annotations.NullMarked;
