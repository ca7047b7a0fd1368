/**
 * Every recorded exchange, told to callers of every dialect. What a caller must learn of an answer
 * is written down once for each dialect that callers speak, as rules that name what is wrong.
 */
@NullMarked
package dev.sluice.dialects.recordings;

import org.jspecify.annotations.NullMarked;
