/**
 * Amazon Bedrock's Converse and ConverseStream on the wire: replies, event streams in AWS' own
 * framing, signatures, usage and errors. Immutable, any thread.
 */
@NullMarked
package dev.sluice.simulator.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
