/**
 * A small Schema Registry for Avro that speaks Confluent's REST API and keeps its schemas in a
 * compacted topic, in Confluent's record format, so that the official clients and the official
 * server can take over from it.
 *
 * <p>{@link dev.sluice.launcher.registry.SchemaRegistryServer} starts it. One instance writes to a
 * topic at a time: ids are given out from memory.
 *
 * <p>Threads: HTTP on a Vert.x event loop, where reads are answered from memory; everything that
 * parses a schema or writes to Kafka on one worker thread ({@code registry-writer}) with a bounded
 * queue; the fold of the topic on a thread of its own ({@code registry-reader}).
 */
@NullMarked
package dev.sluice.launcher.registry;

import org.jspecify.annotations.NullMarked;
