/**
 * Tells webhooks of budget alerts. Each webhook has a consumer group of its own, so that none waits
 * for another; an alert is tried until it is taken or too old, and only then is its offset
 * committed. So an alert may come twice, under the same id, and none is lost.
 */
@NullMarked
package dev.sluice.provider.webhook;

import org.jspecify.annotations.NullMarked;
