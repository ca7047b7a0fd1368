/**
 * How long the translation between dialects takes, by JMH: nothing but the pure code of {@code
 * dialects/}. Requests are read from bytes and written to bytes; pieces of a stream are cut from
 * bytes, read, and written as bytes.
 */
@NullMarked
package dev.sluice.bench.translate;

import org.jspecify.annotations.NullMarked;
