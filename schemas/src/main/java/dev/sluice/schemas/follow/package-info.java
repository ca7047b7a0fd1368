/**
 * Following a compacted topic from its beginning: configuration, leases of workers, health.
 *
 * <p>A {@link dev.sluice.schemas.follow.CompactedFollower} owns one named platform thread and one
 * consumer with manual assignment. It never gives up: while brokers or the registry are away, the
 * last state stays and the thread tries again. How fresh that state is can be asked at any time.
 */
@NullMarked
package dev.sluice.schemas.follow;

import org.jspecify.annotations.NullMarked;
