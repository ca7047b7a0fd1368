/**
 * The Kafka Streams topology: inputs become decisions, decisions that are read back become actions.
 * Everything here runs on Streams threads; each task has its own {@link
 * dev.sluice.router.topology.OwnedPartition}.
 */
@NullMarked
package dev.sluice.router.topology;

import org.jspecify.annotations.NullMarked;
