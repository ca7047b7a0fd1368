/** Lets batch requests into the pipeline by a bounded window, on a thread of its own. */
@NullMarked
package dev.sluice.router.batch;

import org.jspecify.annotations.NullMarked;
