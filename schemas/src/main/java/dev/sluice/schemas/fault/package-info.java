/** How bugs are told of. */
@NullMarked
package dev.sluice.schemas.fault;

import org.jspecify.annotations.NullMarked;
