/**
 * Health of a deployment: attempts and failures of the last 30 seconds, told every two seconds
 * where it changed. What a caller did wrong or broke off is no failure of the deployment.
 *
 * <p>In memory only. After a restart it is complete again within the window; a reader takes a
 * record that is older than that, by {@code at_ms}, for no news.
 */
@NullMarked
package dev.sluice.observability.health;

import org.jspecify.annotations.NullMarked;
