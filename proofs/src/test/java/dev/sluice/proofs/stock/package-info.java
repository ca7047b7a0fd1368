/**
 * Stock Kafka clients that nobody here wrote, as batch authors and analysts use them. Skipped,
 * saying so, where Python is not to be had.
 */
@NullMarked
package dev.sluice.proofs.stock;

import org.jspecify.annotations.NullMarked;
