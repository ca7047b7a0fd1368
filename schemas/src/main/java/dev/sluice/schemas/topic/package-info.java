/**
 * The typed topic catalogue: name, value type, partitions, timestamp type, retention, writers and
 * readers of every topic. Topics are created from it, ACLs and {@code docs/topics.md} are printed
 * from it. Immutable.
 */
@NullMarked
package dev.sluice.schemas.topic;

import org.jspecify.annotations.NullMarked;
