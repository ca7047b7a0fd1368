/**
 * Event-stream framing as pure code: bytes in pieces of any size become events, events become
 * bytes. Objects are for one stream and one thread.
 */
@NullMarked
package dev.sluice.dialects.sse;

import org.jspecify.annotations.NullMarked;
