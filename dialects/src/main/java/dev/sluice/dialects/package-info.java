/**
 * Pure translation between what callers and providers speak and the canonical form. No I/O, no
 * clock, no state beyond one document or one stream.
 */
@NullMarked
package dev.sluice.dialects;

import org.jspecify.annotations.NullMarked;
