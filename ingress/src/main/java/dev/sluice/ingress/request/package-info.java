/** From a parsed body and its headers to the record that is published. Pure. */
@NullMarked
package dev.sluice.ingress.request;

import org.jspecify.annotations.NullMarked;
