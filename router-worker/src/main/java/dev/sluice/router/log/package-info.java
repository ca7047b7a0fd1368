/**
 * Direct reading and writing of logs beside the Streams application: taking a partition over, and
 * fetching a payload again. Calls block on Kafka, with bounds.
 */
@NullMarked
package dev.sluice.router.log;

import org.jspecify.annotations.NullMarked;
