/**
 * What was measured, the medians and ratios of it, and the page that says so. Pure, but for files.
 */
@NullMarked
package dev.sluice.bench.result;

import org.jspecify.annotations.NullMarked;
