/** The metrics of the ingress, declared in one place. */
@NullMarked
package dev.sluice.ingress.metric;

import org.jspecify.annotations.NullMarked;
