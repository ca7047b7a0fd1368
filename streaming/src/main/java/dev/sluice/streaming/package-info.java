/**
 * What the Kafka Streams applications beside the request path have in common: they are kept
 * running, their memory is bounded, and what they cannot read is set aside.
 */
@NullMarked
package dev.sluice.streaming;

import org.jspecify.annotations.NullMarked;
