/**
 * The long proofs behind {@code ./dev prove}, and their short seeded forms in the tests. A proof
 * drives the real gateway over HTTP and Kafka and ends in figures.
 */
@NullMarked
package dev.sluice.proofs;

import org.jspecify.annotations.NullMarked;
