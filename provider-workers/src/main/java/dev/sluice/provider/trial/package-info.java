/**
 * One call to a provider past Kafka, router and ledger, made by a person who wants to know what is
 * wrong. Blocks its thread; no attempt, no reservation, no record.
 */
@NullMarked
package dev.sluice.provider.trial;

import org.jspecify.annotations.NullMarked;
