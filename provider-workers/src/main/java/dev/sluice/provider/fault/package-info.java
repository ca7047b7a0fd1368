/** How bugs are told of. */
@NullMarked
package dev.sluice.provider.fault;

import org.jspecify.annotations.NullMarked;
