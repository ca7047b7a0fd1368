/** The role router-worker: start, settings, readiness. */
@NullMarked
package dev.sluice.router;

import org.jspecify.annotations.NullMarked;
