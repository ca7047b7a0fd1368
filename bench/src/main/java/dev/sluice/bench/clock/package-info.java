/**
 * A provider whose streams tell the time: the text of each piece is the moment at which it was
 * written, between two signs. A gateway hands text on, so the reader of the stream learns how long
 * each piece was on its way, through any gateway.
 *
 * <p>One event loop serves all streams.
 */
@NullMarked
package dev.sluice.bench.clock;

import org.jspecify.annotations.NullMarked;
