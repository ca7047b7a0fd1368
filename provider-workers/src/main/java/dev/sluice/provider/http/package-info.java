/**
 * HTTP to providers: event loops, each with a connection pool of its own, so that a call never
 * changes its thread. No proxy of the environment, no redirects, the trust store of the JDK.
 */
@NullMarked
package dev.sluice.provider.http;

import org.jspecify.annotations.NullMarked;
