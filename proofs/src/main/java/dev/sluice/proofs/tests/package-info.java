/** Tests of the build that a proof runs in a longer or stricter form. */
@NullMarked
package dev.sluice.proofs.tests;

import org.jspecify.annotations.NullMarked;
