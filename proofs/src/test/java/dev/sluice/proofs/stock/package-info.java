/**
 * Programs and libraries that nobody here wrote, as callers, batch authors and analysts use them:
 * the official SDKs, LangChain4j, stock Kafka clients. Skipped, saying so in one line, where npm or
 * pip are not to be had; {@code ./dev prove sdks} fails there.
 */
@NullMarked
package dev.sluice.proofs.stock;

import org.jspecify.annotations.NullMarked;
