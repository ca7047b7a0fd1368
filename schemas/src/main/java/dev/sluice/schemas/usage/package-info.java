/**
 * Token usage: what a provider counted, what we estimate where it did not, and bounds known before
 * a call.
 *
 * <p>The record itself, {@link dev.sluice.schemas.usage.TokenUsage}, is generated from the
 * canonical Avro schema: its classes are disjoint and null means that nobody said, which is not
 * zero. {@link dev.sluice.schemas.usage.TokenClass} names the classes, {@link
 * dev.sluice.schemas.usage.Usages} has the pure functions on usage, {@link
 * dev.sluice.schemas.usage.TokenEstimator} counts text.
 *
 * <p>Pure and safe for any thread. Counting takes CPU time in proportion to the text, so it does
 * not belong on an event loop; the byte-based bound does.
 *
 * <p>The generated record has nullable getters and setters without annotations, so the classes here
 * are null-marked one by one instead of by the package.
 */
package dev.sluice.schemas.usage;
