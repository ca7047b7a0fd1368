/**
 * A thin cursor over Jackson's streaming parser and a writer over its generator, for dialects that
 * read a document once, know some of its fields and keep the text of the others as it was.
 *
 * <p>Objects are for one document and one thread. Malformed input is an {@code IOException}; a
 * dialect turns it into a value at its border.
 */
@NullMarked
package dev.sluice.dialects.json;

import org.jspecify.annotations.NullMarked;
