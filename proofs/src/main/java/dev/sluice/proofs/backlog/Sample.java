package dev.sluice.proofs.backlog;

/**
 * One interactive request.
 *
 * @param atMs when it was sent, by this machine's clock
 * @param tookNanos until its last byte
 */
record Sample(long atMs, long tookNanos) {}
