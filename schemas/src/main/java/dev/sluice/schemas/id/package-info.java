/** Identifiers. Records, immutable, safe for any thread. */
@NullMarked
package dev.sluice.schemas.id;

import org.jspecify.annotations.NullMarked;
