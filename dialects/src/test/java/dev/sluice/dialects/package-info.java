/** Tests of the dialects against recordings, golden cases and random input. */
@NullMarked
package dev.sluice.dialects;

import org.jspecify.annotations.NullMarked;
