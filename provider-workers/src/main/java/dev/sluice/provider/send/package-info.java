/**
 * Writes records to Kafka without ever blocking its callers: producers that refuse instead of
 * waiting, and a thread that tries again what could not be written. Resends and results come on the
 * threads of the producers and on that one.
 */
@NullMarked
package dev.sluice.provider.send;

import org.jspecify.annotations.NullMarked;
