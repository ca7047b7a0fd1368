/** Tells the router twice a second that this worker lives. One thread and one producer. */
@NullMarked
package dev.sluice.provider.lease;

import org.jspecify.annotations.NullMarked;
