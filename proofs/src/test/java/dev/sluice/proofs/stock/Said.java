package dev.sluice.proofs.stock;

/**
 * An answer, as a library gives it.
 *
 * @param inputTokens that the library tells
 * @param outputTokens that the library tells
 */
record Said(String text, long inputTokens, long outputTokens) {}
