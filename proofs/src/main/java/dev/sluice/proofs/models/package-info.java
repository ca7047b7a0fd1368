/** The model tests of the router in their long form. */
@NullMarked
package dev.sluice.proofs.models;

import org.jspecify.annotations.NullMarked;
