/** A reverse proxy and nothing else: what a gateway would cost that had no log to decide in. */
@NullMarked
package dev.sluice.bench.proxy;

import org.jspecify.annotations.NullMarked;
