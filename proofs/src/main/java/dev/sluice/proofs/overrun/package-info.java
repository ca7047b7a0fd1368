/** A provider that gives more than it may, against a hard budget. */
@NullMarked
package dev.sluice.proofs.overrun;

import org.jspecify.annotations.NullMarked;
