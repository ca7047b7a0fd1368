/**
 * Holds the schemas of this build against those of every release: what was ever written to a log is
 * read by every later build, and what this build writes is read by every earlier one.
 */
@NullMarked
package dev.sluice.schemas.released;

import org.jspecify.annotations.NullMarked;
