/** Which provider workers live. Written by a follower thread, read by the Streams threads. */
@NullMarked
package dev.sluice.router.lease;

import org.jspecify.annotations.NullMarked;
