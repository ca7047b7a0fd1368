package dev.sluice.bench.result;

/**
 * Two loads that were measured in turn.
 *
 * @param base replies a second of the one that is compared with, median
 * @param other replies a second of the other, median
 * @param ratios other to base, pair by pair
 */
public record Paired(double base, double other, Ratios ratios, long errors) {}
