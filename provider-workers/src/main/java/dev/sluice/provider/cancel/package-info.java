/**
 * Follows {@code cancels}: running attempts of a cancelled request are ended at once, later ones
 * are not called. One thread; what it remembers may be asked for from any thread.
 */
@NullMarked
package dev.sluice.provider.cancel;

import org.jspecify.annotations.NullMarked;
