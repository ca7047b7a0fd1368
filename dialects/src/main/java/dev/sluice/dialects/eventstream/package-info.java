/** AWS event streams, content type application/vnd.amazon.eventstream, as a pure parser. */
@NullMarked
package dev.sluice.dialects.eventstream;

import org.jspecify.annotations.NullMarked;
