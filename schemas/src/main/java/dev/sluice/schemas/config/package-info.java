/**
 * Configuration: the file that a person writes, the objects that live in the {@code config} topic,
 * and the view of them that the roles read.
 *
 * <ul>
 *   <li>{@link dev.sluice.schemas.config.SluiceFileLoader} turns {@code sluice.yaml} and the
 *       environment into a {@link dev.sluice.schemas.config.SluiceFile}, or into all of its
 *       problems at once with line and column.
 *   <li>{@link dev.sluice.schemas.config.ConfigObjects} turns the file into objects for the topic
 *       and reads their bodies; equal content is equal text.
 *   <li>{@link dev.sluice.schemas.config.GatewayConfig} is the immutable fold of the topic, {@link
 *       dev.sluice.schemas.config.ConfigFollower} keeps the newest one.
 * </ul>
 *
 * <p>Values are immutable and safe for any thread; the follower owns one thread. No value here
 * holds a secret but {@link dev.sluice.schemas.config.Secret}: everything else has references.
 */
@NullMarked
package dev.sluice.schemas.config;

import org.jspecify.annotations.NullMarked;
