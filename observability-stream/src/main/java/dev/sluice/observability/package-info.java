/**
 * Observability-stream: folds the outcomes of attempts into latency windows and the health of
 * deployments.
 *
 * <p>One Kafka Streams application in two stages. The first has a task per partition of {@code
 * attempts}; it adds up what it reads in memory, by deployment and minute, and sends these deltas
 * once a second to a repartition topic keyed by deployment. The second merges the deltas of a
 * deployment, whichever partition they come from: DDSketches merge in any order without a loss. Per
 * attempt nothing is written at all.
 *
 * <p><b>Delivery.</b> At least once: an input offset is committed right after the deltas that hold
 * its record were sent, and at no other moment but the end of a task, which first sends what is
 * left. After a crash up to a second of attempts may be counted twice. Windows are upserts in
 * {@code metrics.latency}, so a reader that sees one twice loses nothing. Health is a view of the
 * last seconds and starts empty.
 *
 * <p>The role works in its own threads: a supervisor that starts and restarts Kafka Streams, the
 * stream thread and the admin port. An idle stream schedules nothing and commits nothing.
 */
@NullMarked
package dev.sluice.observability;

import org.jspecify.annotations.NullMarked;
