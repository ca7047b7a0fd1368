/**
 * Refusals that are written down for who runs the gateway, bounded so that a flood fills nothing.
 */
@NullMarked
package dev.sluice.ingress.audit;

import org.jspecify.annotations.NullMarked;
