/**
 * Recorded exchanges with providers through the whole gateway, called with the official SDK. The
 * recordings lie beside the checkout; where they do not, the tests are skipped and say so.
 */
@NullMarked
package dev.sluice.proofs.recordings;

import org.jspecify.annotations.NullMarked;
