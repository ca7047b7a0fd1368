/** The answers to failures. Only this package and the dialects know HTTP statuses. */
@NullMarked
package dev.sluice.ingress.error;

import org.jspecify.annotations.NullMarked;
