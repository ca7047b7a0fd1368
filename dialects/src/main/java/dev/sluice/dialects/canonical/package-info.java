/**
 * The canonical form: its bytes, and factories for its records with every default set. No dialect
 * is known here.
 */
@NullMarked
package dev.sluice.dialects.canonical;

import org.jspecify.annotations.NullMarked;
