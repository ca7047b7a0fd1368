/**
 * Spend by calendar month, day and hour (UTC) and scope: the project as a whole, and each of its
 * users, requested models, virtual keys and tags.
 *
 * <p>{@code spend.monthly}, {@code spend.daily} and {@code spend.hourly} are upserts per {@code
 * project|dimension|value|2026-11}, {@code …|2026-11-22} and {@code …|2026-11-22T13}: the latest
 * record of a key counts. No project name has a bar in it and the start of the window is always the
 * last seven, ten or thirteen characters, so the key reads back unambiguously whatever a user or a
 * tag is called. All windows of a project are kept by one task, because a project belongs to one
 * account and an account to one partition; nothing is repartitioned.
 *
 * <p>Sums change in the store with each entry, in the transaction of that entry. Upserts follow
 * once a second for the windows that changed. The store notes the last change that was sent, so
 * that a task which takes over sends what its predecessor could not. It holds the windows that an
 * attempt can still change, late as it may be; the topics hold them all.
 */
@NullMarked
package dev.sluice.cost.spend;

import org.jspecify.annotations.NullMarked;
